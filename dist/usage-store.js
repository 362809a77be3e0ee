#!/usr/bin/env node
/*!
 * This file contains write-file-atomic 8.0.0 (ISC):
 *
 * Copyright (c) 2015, Rebecca Turner
 *
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.
 *
 * THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.
 */
var __create=Object.create;var __defProp=Object.defineProperty;var __getOwnPropDesc=Object.getOwnPropertyDescriptor;var __getOwnPropNames=Object.getOwnPropertyNames;var __getProtoOf=Object.getPrototypeOf,__hasOwnProp=Object.prototype.hasOwnProperty;var __esm=(fn,res,err)=>function(){if(err)throw err[0];try{return fn&&(res=(0,fn[__getOwnPropNames(fn)[0]])(fn=0)),res}catch(e){
throw err=[e],e}};var __commonJS=(cb,mod)=>function(){try{return mod||(0,cb[__getOwnPropNames(cb)[0]])((mod={exports:{}}).exports,mod),mod.
exports}catch(e){throw mod=0,e}};var __export=(target,all)=>{for(var name in all)__defProp(target,name,{get:all[name],enumerable:!0})},__copyProps=(to,from,except,desc)=>{
if(from&&typeof from=="object"||typeof from=="function")for(let key of __getOwnPropNames(from))!__hasOwnProp.call(to,key)&&
key!==except&&__defProp(to,key,{get:()=>from[key],enumerable:!(desc=__getOwnPropDesc(from,key))||desc.enumerable});return to};var __toESM=(mod,isNodeMode,target)=>(target=mod!=null?__create(__getProtoOf(mod)):{},__copyProps(isNodeMode||!mod||!mod.
__esModule?__defProp(target,"default",{value:mod,enumerable:!0}):target,mod)),__toCommonJS=mod=>__copyProps(__defProp({},
"__esModule",{value:!0}),mod);function randomToken(){let part=()=>Math.floor(Math.random()*4503599627370496).toString(16).padStart(13,"0");return part()+
part()}function tempSuffix(){return`us-${randomToken()}.tmp`}function isTempName(name){return TEMP_NAME.test(name)}var TEMP_NAME,
init_temp_name=__esm({"src/disk/temp-name.ts"(){TEMP_NAME=/.\.us-[0-9a-f]{26}\.tmp$/}});var crypto_exports={};__export(crypto_exports,{createHash:()=>createHash});function createHash(){let hash={update:()=>hash,
digest:()=>({readUInt32BE:tempSuffix})};return hash}var init_crypto=__esm({"src/disk/write-file-atomic-shims/crypto.ts"(){
init_temp_name()}});var signal_exit_exports={};__export(signal_exit_exports,{onExit:()=>onExit});function onExit(){return()=>{}}var init_signal_exit=__esm(
{"src/disk/write-file-atomic-shims/signal-exit.ts"(){}});var worker_threads_exports={};__export(worker_threads_exports,{threadId:()=>threadId});var threadId,init_worker_threads=__esm(
{"src/disk/write-file-atomic-shims/worker-threads.ts"(){threadId=0}});var require_lib=__commonJS({"node_modules/write-file-atomic/lib/index.js"(exports2,module2){"use strict";module2.exports=
writeFile;module2.exports.sync=writeFileSync3;module2.exports._getTmpname=getTmpname;module2.exports._cleanupOnExit=cleanupOnExit;
var fs=require("fs"),crypto=(init_crypto(),__toCommonJS(crypto_exports)),{onExit:onExit2}=(init_signal_exit(),__toCommonJS(signal_exit_exports)),
path2=require("path"),{promisify}=require("util"),activeFiles={},threadId2=(function(){try{return(init_worker_threads(),__toCommonJS(worker_threads_exports)).
threadId}catch{return 0}})(),invocations=0;function getTmpname(filename){return filename+"."+crypto.createHash("sha1").update(
__filename).update(String(process.pid)).update(String(threadId2)).update(String(++invocations)).digest().readUInt32BE(0)}
function cleanupOnExit(tmpfile){return()=>{try{fs.unlinkSync(typeof tmpfile=="function"?tmpfile():tmpfile)}catch{}}}function serializeActiveFile(absoluteName){
return new Promise(resolve2=>{activeFiles[absoluteName]||(activeFiles[absoluteName]=[]),activeFiles[absoluteName].push(resolve2),
activeFiles[absoluteName].length===1&&resolve2()})}function isChownErrOk(err){return err.code==="ENOSYS"||(!process.getuid||
process.getuid()!==0)&&(err.code==="EINVAL"||err.code==="EPERM")}async function writeFileAsync(filename,data,options2={}){
typeof options2=="string"&&(options2={encoding:options2});let fd,tmpfile,removeOnExitHandler=onExit2(cleanupOnExit(()=>tmpfile)),
absoluteName=path2.resolve(filename);try{await serializeActiveFile(absoluteName);let truename=await promisify(fs.realpath)(
filename).catch(()=>filename);if(tmpfile=getTmpname(truename),!options2.mode||!options2.chown){let stats=await promisify(
fs.stat)(truename).catch(()=>{});stats&&(options2.mode==null&&(options2.mode=stats.mode),options2.chown==null&&process.getuid&&
(options2.chown={uid:stats.uid,gid:stats.gid}))}fd=await promisify(fs.open)(tmpfile,"w",options2.mode),options2.tmpfileCreated&&
await options2.tmpfileCreated(tmpfile),ArrayBuffer.isView(data)?await promisify(fs.write)(fd,data,0,data.length,0):data!=
null&&await promisify(fs.write)(fd,String(data),0,String(options2.encoding||"utf8")),options2.fsync!==!1&&await promisify(
fs.fsync)(fd),await promisify(fs.close)(fd),fd=null,options2.chown&&await promisify(fs.chown)(tmpfile,options2.chown.uid,
options2.chown.gid).catch(err=>{if(!isChownErrOk(err))throw err}),options2.mode&&await promisify(fs.chmod)(tmpfile,options2.
mode).catch(err=>{if(!isChownErrOk(err))throw err}),await promisify(fs.rename)(tmpfile,truename)}finally{fd&&await promisify(
fs.close)(fd).catch(()=>{}),removeOnExitHandler(),await promisify(fs.unlink)(tmpfile).catch(()=>{}),activeFiles[absoluteName].
shift(),activeFiles[absoluteName].length>0?activeFiles[absoluteName][0]():delete activeFiles[absoluteName]}}async function writeFile(filename,data,options2,callback){
options2 instanceof Function&&(callback=options2,options2={});let promise=writeFileAsync(filename,data,options2);if(callback)
try{let result=await promise;return callback(result)}catch(err){return callback(err)}return promise}function writeFileSync3(filename,data,options2){
typeof options2=="string"?options2={encoding:options2}:options2||(options2={});try{filename=fs.realpathSync(filename)}catch{}
let tmpfile=getTmpname(filename);if(!options2.mode||!options2.chown)try{let stats=fs.statSync(filename);options2=Object.
assign({},options2),options2.mode||(options2.mode=stats.mode),!options2.chown&&process.getuid&&(options2.chown={uid:stats.
uid,gid:stats.gid})}catch{}let fd,cleanup=cleanupOnExit(tmpfile),removeOnExitHandler=onExit2(cleanup),threw=!0;try{if(fd=
fs.openSync(tmpfile,"w",options2.mode||438),options2.tmpfileCreated&&options2.tmpfileCreated(tmpfile),ArrayBuffer.isView(
data)?fs.writeSync(fd,data,0,data.length,0):data!=null&&fs.writeSync(fd,String(data),0,String(options2.encoding||"utf8")),
options2.fsync!==!1&&fs.fsyncSync(fd),fs.closeSync(fd),fd=null,options2.chown)try{fs.chownSync(tmpfile,options2.chown.uid,
options2.chown.gid)}catch(err){if(!isChownErrOk(err))throw err}if(options2.mode)try{fs.chmodSync(tmpfile,options2.mode)}catch(err){
if(!isChownErrOk(err))throw err}fs.renameSync(tmpfile,filename),threw=!1}finally{if(fd)try{fs.closeSync(fd)}catch{}removeOnExitHandler(),
threw&&cleanup()}}}});var StoreError=class _StoreError extends Error{code;constructor(code,message,options2){super(message,options2),this.name=
"StoreError",this.code=code}static tagged(tag,message){return new _StoreError(tag,message)}},CacheError=class extends StoreError{kind;path;constructor(kind,path2,code,reason,cause){
super(code,`cannot ${kind==="io"?"read":"write"} ${path2}: ${reason}`,{cause}),this.name="CacheError",this.kind=kind,this.
path=path2}};function usageError(message){return StoreError.tagged("USAGE",message)}function exclusive(options2){let given=Object.keys(
options2).filter(name=>options2[name]!==void 0);if(given.length>1)throw usageError(`${given.map(name=>`--${name}`).join(
" and ")} exclude each other`);return given[0]}function parseArguments(argv,table,untilOperand=!1){let options2={},operands=[],
next=0;for(;next<argv.length;){let given=argv[next++]??"",argument=given==="-V"&&Object.hasOwn(table,"version")?"--versi\
on":given;if(argument==="--help"||argument==="-h")return{options:options2,operands,helpWanted:!0,rest:[]};if(argument===
"--"){let rest=argv.slice(next);return untilOperand?{options:options2,operands,helpWanted:!1,rest}:{options:options2,operands:[
...operands,...rest],helpWanted:!1,rest:[]}}if(!argument.startsWith("-")||argument==="-"){if(untilOperand)return{options:options2,
operands,helpWanted:!1,rest:argv.slice(next-1)};operands.push(argument);continue}let equals=argument.indexOf("="),name=equals<
0?argument.slice(2):argument.slice(2,equals),option=argument.startsWith("--")&&Object.hasOwn(table,name)?table[name]:void 0;
if(option===void 0)throw usageError(`unknown option ${equals<0?argument:argument.slice(0,equals)}`);if(option.placeholder===
void 0){if(equals>=0)throw usageError(`--${name} takes no value`);options2[name]=!0;continue}let text3=equals<0?argv[next++]:
argument.slice(equals+1);if(text3===void 0)throw usageError(`--${name} needs a value: ${option.placeholder}`);let value=option.
parse(text3);if(value===null)throw usageError(`--${name} takes ${option.placeholder}, not ${JSON.stringify(text3)}`);option.
repeatable!==!0?options2[name]=value:Array.isArray(options2[name])?options2[name].push(value):options2[name]=[value]}return{
options:options2,operands,helpWanted:!1,rest:[]}}var RFC_3339=/^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;var LAST_INSTANT_MS=Date.UTC(9999,11,30,22);function parseRfc3339(text3){let parts=RFC_3339.exec(text3);if(parts===null)
return null;let[year,month,day,hour,minute,second]=parts.slice(1,7).map(Number);if(hour>23||minute>59||second>60||!isDayOfMonth(
year,month,day))return null;let offsetHours=Number(parts[9]??0),offsetMinutes=Number(parts[10]??0);if(offsetHours>23||offsetMinutes>
59)return null;let offsetMs=(parts[8]==="-"?-1:1)*(offsetHours*60+offsetMinutes)*6e4,wholeMs=utcMs(year,month,day)+((hour*
60+minute)*60+Math.min(second,59))*1e3-offsetMs;return wholeMs>LAST_INSTANT_MS?null:wholeMs+Number((parts[7]??"").padEnd(
3,"0").slice(0,3))}function formatInstant(ms){return new Date(ms).toISOString()}function wholeSeconds(ms){return Math.floor(
ms/1e3)}function secondsBetween(fromMs,toMs){return Math.max(0,wholeSeconds(toMs)-wholeSeconds(fromMs))}function utcMs(year,month,day){
return new Date(0).setUTCFullYear(year,month-1,day)}function isDayOfMonth(year,month,day){let date=new Date(utcMs(year,month,
day));return date.getUTCMonth()===month-1&&date.getUTCDate()===day}var json=JSON;function parsePlain(text3){return withoutEscapedNames(text3,plain=>JSON.parse(plain))}function parseExact(text3){
return withoutEscapedNames(text3,plain=>json.parse(plain,(_name,value,{source})=>typeof value=="number"&&source!==void 0&&
String(value)!==source?json.rawJSON(source):value))}var STRING=/"[^"\\]*(?:\\.?[^"\\]*)*(?:"|$)/gs,MARK="\uE000",COLON=/\s*:/y;
function withoutEscapedNames(text3,parse){if(!text3.includes("\\"))return parse(text3);let names=[],plain=text3.replace(
STRING,(token,offset)=>(COLON.lastIndex=offset+token.length,!(token.includes("\\")||token.startsWith(MARK,1))||!COLON.test(
text3)?token:`"${MARK}${names.push(JSON.parse(token))-1}"`)),nameOf=name=>(name.startsWith(MARK)?names[Number(name.slice(
MARK.length))]:void 0)??name;return names.length===0?parse(text3):renamed(parse(plain),nameOf)}function renamed(value,nameOf){
return Array.isArray(value)?value.map(item=>renamed(item,nameOf)):isJsonObject(value)?Object.fromEntries(Object.entries(
value).map(([name,item])=>[nameOf(name),renamed(item,nameOf)])):value}function isRawNumber(value){return json.isRawJSON(
value)}function isJsonObject(value){return typeof value=="object"&&value!==null&&!Array.isArray(value)&&!isRawNumber(value)}
function numberSource(value){return typeof value=="number"?String(value):value!==void 0&&isRawNumber(value)?value.rawJSON:
null}function finiteNumber(value){let number2=typeof value=="number"?value:value!==void 0&&isRawNumber(value)?Number(value.
rawJSON):NaN;return Number.isFinite(number2)?number2:null}function member(object2,name){return Object.hasOwn(object2,name)?
object2[name]:void 0}var QUOTE=34,BACKSLASH=92,ARRAY=91,OBJECT=123,ARRAY_END=93,OBJECT_END=125;function isNestedDeeperThan(text3,levels){
if(text3.split("{").length+text3.split("[").length-2<=levels)return!1;let depth=0;for(let i=0;i<text3.length;i++){let unit=text3.
charCodeAt(i);if(unit===QUOTE)for(i++;i<text3.length&&text3.charCodeAt(i)!==QUOTE;i++)text3.charCodeAt(i)===BACKSLASH&&i++;else if(unit===
ARRAY||unit===OBJECT){if(++depth>levels)return!0}else(unit===ARRAY_END||unit===OBJECT_END)&&depth--}return!1}var MAX_LOCK_BYTES=64*1024,MAX_BLOCK_SECONDS=86400,LEGACY_BLOCK_SECONDS=30,MAX_LEASE_AHEAD_MS=2e3,SPACING_SECONDS=181,SPACING_MTIME_MS=2e3,
I64=2n**63n;function parseLock(text3){let file;try{file=parseExact(text3)}catch{return"legacy"}if(!isJsonObject(file))return"\
legacy";let block2=parseBlock(file);if(block2===null)return"legacy";let claim2=member(file,"claim"),before=member(file,"\
before");return{...block2,failures:wholeNumber(member(file,"failures"))??0,claim:typeof claim2=="string"&&claim2!==""?claim2:
null,lease:wholeNumber(member(file,"lease")),before:isJsonObject(before)?parseBlock(before):null}}function parseBlock(object2){
let blockedUntil=wholeI64(member(object2,"blocked_until")),error=member(object2,"error")??null;return blockedUntil!==null&&
(error===null||typeof error=="string")?{blockedUntil,error}:null}function wholeI64(value){let source=numberSource(value);
if(source===null||source==="-0"||!/^-?\d{1,19}$/.test(source))return null;let whole=BigInt(source);return whole>=-I64&&whole<
I64?Number(whole):null}function wholeNumber(value){let whole=wholeI64(value);return whole!==null&&whole>=0&&Number.isSafeInteger(
whole)?whole:null}function lockToJson({blockedUntil,error,failures,claim:claim2,lease,before}){return{...blockToJson({blockedUntil,
error}),...claim2===null?{}:{claim:claim2},...lease===null?{}:{lease},...failures===0?{}:{failures},...before===null?{}:
{before:blockToJson(before)}}}function blockToJson({blockedUntil,error}){return{blocked_until:Math.max(Number.MIN_SAFE_INTEGER,
Math.min(Number.MAX_SAFE_INTEGER,blockedUntil)),...error===null?{}:{error}}}function isClaimRunning(file,callerNowMs){if(file===
null||file.lock==="legacy"||file.lock.claim===null)return!1;let{lease,blockedUntil}=file.lock,nowMs=file.fileSystemNowMs??
callerNowMs,aheadMs=file.fileSystemNowMs===void 0?MAX_LEASE_AHEAD_MS:0;return file.mtimeMs-nowMs>aheadMs?!1:lease===null?
Math.min(blockedUntil,capSeconds(file,nowMs))>wholeSeconds(nowMs):file.mtimeMs+Math.min(lease,MAX_BLOCK_SECONDS)*1e3>nowMs}
function isHeldBy(file,token,nowMs){return file!==null&&file.lock!=="legacy"&&file.lock.claim===token&&isClaimRunning(file,
nowMs)}function standingBlock(file,nowMs){if(file===null)return null;if(file.lock==="legacy")return file.mtimeMs-nowMs>LEGACY_BLOCK_SECONDS*
1e3?null:{blockedUntil:wholeSeconds(file.mtimeMs)+LEGACY_BLOCK_SECONDS,error:null};let block2=file.lock.claim===null?file.
lock:file.lock.before;return block2===null?null:{blockedUntil:Math.min(block2.blockedUntil,capSeconds(file,nowMs)),error:block2.
error}}function capSeconds(file,nowMs){return wholeSeconds(Math.min(file.mtimeMs,nowMs))+MAX_BLOCK_SECONDS}function isSpacing(file,block2,dataCachedAtMs2){
return file.lock==="legacy"||block2.error!==null||dataCachedAtMs2===null?!1:endsAsSpacing(block2,dataCachedAtMs2)||Math.
abs(file.mtimeMs-dataCachedAtMs2)<=SPACING_MTIME_MS}function endsAsSpacing({blockedUntil},dataCachedAtMs2){return Math.abs(
blockedUntil-wholeSeconds(dataCachedAtMs2))<=SPACING_SECONDS}function readLockState(file,nowMs,dataCachedAtMs2){let fetching=isClaimRunning(
file,nowMs),block2=standingBlock(file,nowMs),ahead=file!==null&&block2!==null&&block2.blockedUntil>wholeSeconds(nowMs),cachedAtMs=ahead&&
block2.error===null?dataCachedAtMs2():null,running=ahead&&!isSpacing(file,block2,cachedAtMs),carries=!ahead||running||cachedAtMs!==
null&&endsAsSpacing(block2,cachedAtMs),lock2=file===null||file.lock==="legacy"?null:file.lock;return{fetching,leaseEnds:fetching&&
lock2!==null?lock2.blockedUntil:null,running,active:running&&!fetching,block:block2,carried:carries?block2:null,failures:lock2?.
failures??0}}var MONTHS=["Jan","Feb","Mar","Apr","May","Jun","Jul","Aug","Sep","Oct","Nov","Dec"],IMF_FIXDATE=/^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
RFC_850=/^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,ASCTIME=/^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/,
FIFTY_YEARS_MS=50*365.2425*864e5;function parseRetryAfter(value,nowMs){let text3=value.trim();if(/^\d+$/.test(text3))return Number(
text3)>0?Number(text3):null;let dateMs=parseHttpDate(text3,nowMs);if(dateMs===null)return null;let seconds2=wholeSeconds(
dateMs)-wholeSeconds(nowMs);return seconds2>0?seconds2:null}function parseHttpDate(text3,nowMs){let parts=(IMF_FIXDATE.exec(
text3)??RFC_850.exec(text3)??ASCTIME.exec(text3))?.groups;if(parts===void 0)return null;let{day="",month="",year="",time=""}=parts,
monthNumber=String(MONTHS.indexOf(month)+1).padStart(2,"0"),instant2=fullYear=>parseRfc3339(`${fullYear}-${monthNumber}-${day.
trim().padStart(2,"0")}T${time}Z`);if(year.length===4)return instant2(year);let century=Math.floor(new Date(nowMs).getUTCFullYear()/
100),thisCentury=instant2(`${century}${year}`);return thisCentury!==null&&thisCentury-nowMs>FIFTY_YEARS_MS?instant2(`${century-
1}${year}`):thisCentury}var LONG={base:300,cap:3600},SHORT={base:30,cap:300},LONG_ERRORS=["RateLimited","Forbidden"],JITTER=.1;function blockAfter({
error,failures,retryAfter},nowMs,random){let asked=error==="RateLimited"&&retryAfter!==null?parseRetryAfter(retryAfter,nowMs):
null,{base,cap}=LONG_ERRORS.includes(error)?LONG:SHORT,wait=asked===null?Math.min(cap,base*2**failures):Math.min(asked,MAX_BLOCK_SECONDS),
jitter=wait*JITTER*random,stretched=Math.floor(wait+(asked===null?jitter:Math.max(1,jitter)));return{blockedUntil:wholeSeconds(
nowMs)+Math.min(stretched,MAX_BLOCK_SECONDS),error}}var NO_CLAIM={claim:null,lease:null,before:null};function longer({block:block2,running},wanted){return!running||block2===
null||block2.blockedUntil<wanted.blockedUntil?wanted:{blockedUntil:block2.blockedUntil,error:block2.error??wanted.error}}
function lockAfterBlock(state,wanted,force){let left=force?wanted:longer(state,wanted);if(!(left!==wanted&&!state.fetching))
return{...left,failures:state.failures,...NO_CLAIM}}function lockAfterFailure(state,wanted){return{...longer(state,wanted),
failures:Math.min(state.failures+1,Number.MAX_SAFE_INTEGER),...NO_CLAIM}}function lockAfterUnblock(file,nowMs){return file===
null||file.lock==="legacy"||!isClaimRunning(file,nowMs)?null:{...file.lock,failures:0,before:null}}function lockOfClaim(state,token,leaseSeconds,nowMs){
return{blockedUntil:wholeSeconds(nowMs)+leaseSeconds,error:null,failures:state.failures,claim:token,lease:leaseSeconds,before:state.
carried}}function lockAfterRelease({before,failures}){return before===null?null:{...before,failures,...NO_CLAIM}}var ENDED_BY_CREDENTIALS=[
"Unauthorized","Forbidden","RateLimited"];function lockWithCredentialsOf(file,credentialsMtimeMs){if(file===null||file.lock===
"legacy")return file;let changedMs=credentialsMtimeMs();if(changedMs===null||changedMs<=file.mtimeMs)return file;let ended=block2=>ENDED_BY_CREDENTIALS.
includes(block2.error)?{...block2,blockedUntil:0}:block2,{lock:lock2}=file;return{...file,lock:{...ended(lock2),before:lock2.
before===null?null:ended(lock2.before)}}}var import_node_path4=require("node:path");var CACHE_SCHEMA_VERSION=1,MAX_ENTRY_BYTES=256*1024,MAX_DEPTH=127,MAX_AHEAD_MS=6e4,CachedUsage={withData(data,cachedAtMs){
return{cachedAtMs,data,error:null}},withError(code,cachedAtMs){return{cachedAtMs,data:null,error:{code}}}};function isMiss(entry){
return"miss"in entry}function isAnomalous({data,error}){return data===null==(error===null)}function dataCachedAtMs(read){
return isMiss(read)?read.miss==="future-dated"?read.dataCachedAtMs:null:isAnomalous(read)||read.data===null?null:read.cachedAtMs}
function parseUsageEntry(text3,nowMs,exact=!1){let malformed={miss:"malformed"};if(isNestedDeeperThan(text3,MAX_DEPTH))return malformed;
let file;try{file=exact?parseExact(text3):parsePlain(text3)}catch{return malformed}if(!isJsonObject(file))return malformed;
let version=member(file,"schema_version");if(version===void 0)return malformed;if(!isSchemaVersion(version,text3))return{
miss:"other-schema"};let cachedAt=member(file,"cached_at"),cachedAtMs=typeof cachedAt=="string"?parseRfc3339(cachedAt):null,
data=member(file,"data")??null,error=member(file,"error")??null;if(cachedAtMs===null||!(data===null||isJsonObject(data))||
!(error===null||isJsonObject(error)))return malformed;let code=error===null?null:member(error,"code");if(error!==null&&typeof code!=
"string")return malformed;let entry={cachedAtMs,data,error:typeof code=="string"?{code}:null};return cachedAtMs-nowMs>MAX_AHEAD_MS?
{miss:"future-dated",dataCachedAtMs:dataCachedAtMs(entry)}:entry}function isSchemaVersion(version,text3){if(numberSource(
version)!==String(CACHE_SCHEMA_VERSION))return!1;if(/^\s*\{\s*"schema_version"\s*:\s*1\s*,/.test(text3))return!0;let exact=parseExact(
text3);return isJsonObject(exact)&&numberSource(member(exact,"schema_version"))===String(CACHE_SCHEMA_VERSION)}function usageEntryToJson({
cachedAtMs,data,error}){return{schema_version:CACHE_SCHEMA_VERSION,cached_at:formatInstant(cachedAtMs),data,error}}var BUCKET_NAMES=["five_hour","seven_day","seven_day_opus","seven_day_sonnet","seven_day_oauth_apps","extra_usage"],NO_WINDOWS={
buckets:new Map,scoped:new Map},HOUR_MS=36e5,FIVE_HOURS_MS=5*HOUR_MS,SEVEN_DAYS_MS=168*HOUR_MS,MIN_SHARE_GONE=.05,STAND_INS=[
["five_hour","session"],["seven_day","weekly_all"]];function computeWindows(response,cachedAtMs,nowMs){let at=(used,reset,lengthMs)=>{
let percent=finiteNumber(used);return percent===null?null:computeWindow(clampPercent(percent),reset,lengthMs,cachedAtMs,
nowMs)},limits2=limitEntries(response),ofLimit=limit2=>at(member(limit2,"percent"),member(limit2,"resets_at"),limitLengthMs(
limit2)),buckets=new Map;for(let name of BUCKET_NAMES){let bucket2=member(response,name),standIn=(isJsonObject(bucket2)?
at(member(bucket2,"utilization"),member(bucket2,"resets_at"),bucketLengthMs(name)):null)??firstOf(limits2.filter(limit2=>isStandIn(
limit2,name)).map(ofLimit));standIn!==null&&buckets.set(name,standIn)}let scoped=new Map,uniqueName=uniqueNames(scoped);
for(let limit2 of limits2){let name=scopeName(limit2),window=name===null?null:ofLimit(limit2);name!==null&&window!==null&&
scoped.set(uniqueName(name),window)}return{buckets,scoped}}function allWindows({buckets,scoped}){return[...buckets.values(),
...scoped.values()]}function uniqueNames(taken){let next=new Map;return name=>{if(!taken.has(name))return name;let n=next.
get(name)??2;for(;taken.has(`${name}_${n}`);)n++;return next.set(name,n+1),`${name}_${n}`}}function computeWindow(percent,reset,lengthMs,cachedAtMs,nowMs){
let resetsAtMs=typeof reset=="string"?parseRfc3339(reset):null,resetPassed=resetsAtMs!==null&&cachedAtMs<resetsAtMs&&resetsAtMs<=
nowMs,goneMs=resetsAtMs===null||lengthMs===null?null:cachedAtMs-(resetsAtMs-lengthMs),hasPace=goneMs!==null&&lengthMs!==
null&&goneMs>=MIN_SHARE_GONE*lengthMs&&goneMs<lengthMs&&!resetPassed,runsOutAtMs=hasPace?runOut(percent,goneMs,lengthMs,
cachedAtMs,nowMs):null;return{percent:resetPassed?null:percent,lastPercent:resetPassed?percent:null,resetsAt:resetsAtMs===
null?null:reset,resetsAtMs,resetsInSeconds:resetsAtMs===null?null:secondsBetween(nowMs,resetsAtMs),resetPassed,pace:hasPace?
percent-100*goneMs/lengthMs:null,runsOutAtMs,runsOutInSeconds:runsOutAtMs===null?null:secondsBetween(nowMs,runsOutAtMs)}}
function runOut(percent,goneMs,lengthMs,cachedAtMs,nowMs){if(percent===100)return nowMs;let leftMs=goneMs*(100-percent)/
percent;return leftMs<lengthMs-goneMs?cachedAtMs+leftMs:null}function roundTo(value,decimals){let factor=10**decimals;return Math.
round(value*factor)/factor+0}function wholePercent(percent){let whole=roundTo(percent,0);return whole>=100&&percent<100?
99:whole<=0&&percent>0?1:whole}function clampPercent(percent){return Math.min(100,Math.max(0,percent))+0}function bucketLengthMs(name){
return name==="five_hour"?FIVE_HOURS_MS:name.startsWith("seven_day")?SEVEN_DAYS_MS:null}function limitLengthMs(limit2){let kind=member(
limit2,"kind");return typeof kind!="string"?null:kind.startsWith("weekly")?SEVEN_DAYS_MS:kind.startsWith("session")?FIVE_HOURS_MS:
null}function limitEntries(response){let limits2=member(response,"limits");return Array.isArray(limits2)?limits2.filter(
isJsonObject):[]}function isStandIn(limit2,name){let kind=member(limit2,"kind");return!isScoped(limit2)&&STAND_INS.some(
([bucket2,standIn])=>bucket2===name&&standIn===kind)}function isScoped(limit2){return!namesNothing(member(limit2,"scope"))}
function namesNothing(scope){return scope==null||isJsonObject(scope)&&Object.values(scope).every(namesNothing)}function scopeName(limit2){
let scope=member(limit2,"scope");if(!isJsonObject(scope))return null;let model=member(scope,"model");return[...isJsonObject(
model)?[member(model,"display_name"),member(model,"id")]:[],member(scope,"surface")].find(name=>typeof name=="string"&&name!==
"")??null}function firstOf(windows){return windows.find(window=>window!==null)??null}var RECOGNISED_KEYS=["five_hour","seven_day","seven_day_opus","seven_day_sonnet","seven_day_oauth_apps","extra_usage","l\
imits"],isString=value=>typeof value=="string",isFinite=value=>finiteNumber(value)!==null,isTimestamp=value=>typeof value==
"string"&&parseRfc3339(value)!==null,absentOr=shape=>value=>value===void 0||shape(value),nullOr=shape=>value=>value==null||
shape(value),object=members=>value=>isJsonObject(value)&&Object.entries(members).every(([name,shape])=>shape(member(value,
name))),bucket=nullOr(object({utilization:isFinite,resets_at:nullOr(isTimestamp)})),extraUsage=nullOr(object({is_enabled:nullOr(
value=>typeof value=="boolean"),utilization:nullOr(isFinite),monthly_limit:nullOr(isFinite),used_credits:nullOr(isFinite),
currency:nullOr(isString)})),limit=object({kind:isString,percent:isFinite,resets_at:nullOr(isTimestamp),severity:absentOr(
isString),scope:nullOr(object({model:nullOr(object({display_name:nullOr(isString),id:nullOr(isString)}))}))}),limits=nullOr(
value=>Array.isArray(value)&&value.every(limit)),SHAPES={five_hour:bucket,seven_day:bucket,seven_day_opus:bucket,seven_day_sonnet:bucket,
seven_day_oauth_apps:bucket,extra_usage:extraUsage,limits};function isTakenByStrictReader(key,value){return SHAPES[key](
value)}var MAX_RESPONSE_DEPTH=100;function unholdable(value){if(typeof value=="string")return value.isWellFormed()?null:
"a lone surrogate";if(typeof value=="number"||value!==null&&typeof value=="object"&&isRawNumber(value))return finiteNumber(
value)===null?"a number beyond double range":null;if(value===null||typeof value!="object")return null;for(let[name,inner2]of Object.
entries(value)){let found=name.isWellFormed()?unholdable(inner2):"a lone surrogate";if(found!==null)return found}return null}var OWN_KEY="usage_store";function dataFromResponse(response){let own=[],unknown=[];for(let key of RECOGNISED_KEYS){let value=member(
response,key);if(value===void 0)continue;let taken=isTakenByStrictReader(key,value);own.push([key,taken?value:null]),taken||
unknown.push([key,value])}for(let[key,value]of Object.entries(response))!isRecognisedKey(key)&&key!==OWN_KEY&&unknown.push(
[key,value]);return Object.fromEntries([...own,["unknown_buckets",Object.fromEntries(unknown)]])}function responseFromData(data){
let unknown=unknownBuckets(data),own=Object.entries(data).filter(([key,value])=>key!=="unknown_buckets"&&!(value===null&&
Object.hasOwn(unknown,key))),taken=new Set(own.map(([key])=>key)),rest=Object.entries(unknown).filter(([key])=>key!==OWN_KEY&&
!taken.has(key));return Object.fromEntries([...own,...rest])}function unknownBuckets(data){let unknown=member(data,"unkn\
own_buckets");return isJsonObject(unknown)?unknown:{}}function isRecognisedKey(key){return RECOGNISED_KEYS.includes(key)}var DEFAULT_POLICY={maxAgeSeconds:180,maxStaleSeconds:86400,errorMaxAgeSeconds:30,maxCompleteAgeSeconds:900},AUTH_ERRORS=[
"Unauthorized","Forbidden"];function decide(read,readLock2,nowMs,policy){let entry=isMiss(read)?null:read,data=entry===null||
isAnomalous(entry)?null:entry.data,ageSeconds=entry===null?null:secondsBetween(entry.cachedAtMs,nowMs),isYoungerThan=limitSeconds=>ageSeconds!==
null&&ageSeconds<limitSeconds,lockState=()=>readLockState(readLock2(),nowMs,()=>dataCachedAtMs(read)),decision=(state,lock3,refresh2,windows2)=>({
state,served:windows2!==null,refresh:refresh2,fetching:lock3?.fetching??!1,miss:windows2===null?missReason(read,isYoungerThan(
policy.maxStaleSeconds)):null,entry,ageSeconds,windows:windows2??NO_WINDOWS,activeBlock:lock3?.active===!0?lock3.block:null}),
cachedAtMs=Math.min(entry?.cachedAtMs??nowMs,nowMs),windows=data===null?null:computeWindows(responseFromData(data),cachedAtMs,
nowMs),isReset=windows!==null&&allWindows(windows).some(window=>window.resetPassed);if(data!==null&&isYoungerThan(policy.
maxAgeSeconds)&&!isReset){let lock3=isCompletionWanted(data,nowMs,policy.maxCompleteAgeSeconds)?lockState():null;return decision(
"fresh",lock3,lock3!==null&&!lock3.active&&!lock3.fetching,windows)}let lock2=lockState();if(data!==null&&isYoungerThan(
policy.maxStaleSeconds)){if(!lock2.active)return decision("stale",lock2,!lock2.fetching,windows);if(!isAuthLock(lock2))return decision(
"backoff",lock2,!1,windows)}let isErrorEntry=entry!==null&&entry.error!==null&&!isAnomalous(entry);return lock2.active||
isErrorEntry&&isYoungerThan(policy.errorMaxAgeSeconds)?decision("blocked",lock2,!1,null):decision("miss",lock2,!lock2.fetching,
null)}function missReason(read,isUsable){return isMiss(read)?read.miss:isAnomalous(read)?"anomalous":read.error!==null?"\
error":isUsable?null:"expired"}function isAuthLock({block:block2}){return AUTH_ERRORS.includes(block2?.error??null)}function isCompletionWanted(data,nowMs,maxCompleteAgeSeconds){
let completedMs=completeAtMs(data);return completedMs===void 0?!1:completedMs===null||secondsBetween(completedMs,nowMs)>=
maxCompleteAgeSeconds}function completeAtMs(data){let own=member(unknownBuckets(data),OWN_KEY);if(!isJsonObject(own))return;
let completeAt2=member(own,"complete_at");return typeof completeAt2=="string"?parseRfc3339(completeAt2):null}var ACTIVE=/[^\u0020-\u007E\u00A0-\u2029\u202F-\u2065\u206A-\uFFFF]/g;function plainText(text3){return text3.replace(ACTIVE,
"")}function jsonText(value){return JSON.stringify(value).replace(ACTIVE,character=>`\\u${character.charCodeAt(0).toString(
16).padStart(4,"0")}`)}function renderPosix(decision,nowMs){return variables(decision,nowMs).map(([name,value])=>`${name}='${value.replaceAll("\
'","'\\''")}'
`).join("")}function renderFish(decision,nowMs){return variables(decision,nowMs).map(([name,value])=>`set -g ${name} '${value.
replace(TO_ESCAPE,fishEscape)}'
`).join("")}var TO_ESCAPE=/([\u0080-\uFFFF]?)([\\'])/g;function fishEscape(_,before,character){return before===""?`\\${character}`:
`${before}'\\${character}'`}function variables(decision,nowMs){let{activeBlock,entry,windows}=decision,retryIn=activeBlock===
null?null:secondsBetween(nowMs,activeBlock.blockedUntil*1e3);return[["usage_state",decision.state],["usage_age",decision.
served?text(decision.ageSeconds):""],["usage_error",plainText(activeBlock?.error??entry?.error?.code??"")],["usage_retry\
_in",text(retryIn)],["usage_scoped",scopedWords(windows)],...BUCKET_NAMES.flatMap(name=>windowVariables(`usage_${name}`,
windows.buckets.get(name)))]}function windowVariables(name,window){return[[name,percentText(window)],[`${name}_resets_in`,
text(window?.resetsInSeconds)],[`${name}_pace`,paceText(window)],[`${name}_runs_out_in`,text(window?.runsOutInSeconds)]]}
function scopedWords({scoped}){let words=new Map,uniqueName=uniqueNames(words);for(let[name,window]of scoped){let reduced=name.
replace(/[^A-Za-z0-9._-]/g,"");reduced!==""&&words.set(uniqueName(reduced),percentText(window))}return[...words].map(([name,
percent])=>`${name}=${percent}`).join(" ")}function percentText(window){return text(window?.percent==null?null:wholePercent(
window.percent))}function paceText(window){return text(window?.pace==null?null:roundTo(window.pace,0))}function text(value){
return value==null?"":String(value)}var MAX_VIEW_BYTES=4096;function renderView(data,cachedAtMs,nowMs){let windows=computeWindows(responseFromData(data),Math.
min(cachedAtMs,nowMs),nowMs),resets=allWindows(windows).flatMap(({resetsAtMs})=>resetsAtMs===null?[]:[resetsAtMs]),next=Math.
min(...resets.filter(resetMs=>resetMs>cachedAtMs)),text3=[["usage-store-view","1"],["cached_at",seconds(cachedAtMs)],["n\
ext_reset",seconds(Number.isFinite(next)?next:null)],["complete_at",completeAt(data)],...BUCKET_NAMES.flatMap(name=>windowLines(
name,windows.buckets.get(name))),["scoped",scopedWords(windows)]].map(([name,value])=>`${name} ${value}
`).join("");return text3.length>MAX_VIEW_BYTES?null:text3}function windowLines(name,window){return[[name,percentText(window)],
[`${name}_resets_at`,seconds(window?.resetsAtMs)],[`${name}_pace`,paceText(window)],[`${name}_runs_out_at`,seconds(window?.
runsOutAtMs)]]}function completeAt(data){let ms=completeAtMs(data);return ms===null?"never":seconds(ms)}function seconds(ms){
return ms==null?"":String(wholeSeconds(ms))}var import_node_fs3=require("node:fs"),import_write_file_atomic=__toESM(require_lib(),1);function monotonicMs(){return Number(process.hrtime.bigint())/1e6}function pause(ms){Atomics.wait(new Int32Array(new SharedArrayBuffer(
4)),0,0,ms)}var import_node_fs=require("node:fs"),import_node_path=require("node:path");init_temp_name();var LEFTOVER_AGE_MS=6e4;function sweepLeftovers(installed){
try{let{ctimeMs}=(0,import_node_fs.statSync)(installed),directory=(0,import_node_path.dirname)(installed);for(let name of(0,import_node_fs.readdirSync)(
directory))isTempName(name)&&removeIfLeft((0,import_node_path.join)(directory,name),ctimeMs)}catch{}}function removeIfLeft(temporary,fileSystemNowMs2){
try{let stat=(0,import_node_fs.lstatSync)(temporary);stat.isFile()&&fileSystemNowMs2-stat.mtimeMs>LEFTOVER_AGE_MS&&(0,import_node_fs.unlinkSync)(
temporary)}catch{}}function errnoOf(error){let{code,errno}=error;if(typeof code=="string"&&/^E[A-Z0-9]+$/.test(code))return code;let{constants:constants3}=process.
getBuiltinModule("node:os");return Object.entries(constants3.errno).find(([,number2])=>number2===Math.abs(errno??0))?.[0]??
"EIO"}function reasonOf(error){let message=error instanceof Error?error.message:String(error);return/^(?:\w+|Unknown system error -\d+): ([^,]+)/.
exec(message)?.[1]?.replace("Unknown","unknown")??message}function cacheError(kind,path2,error){if(error instanceof CacheError)
return error;if(typeof error.errno!="number")throw error;return new CacheError(kind,path2,errnoOf(error),reasonOf(error),
error)}function isErrno(error,...codes){return codes.includes(error.code??"")}var import_node_buffer=require("node:buffer"),import_node_fs2=require("node:fs"),import_node_path2=require("node:path");var MAX_LINKS=40;function resolveTarget(file){let target=file;try{refuseForeignDirectory(file);for(let links=0;links<=MAX_LINKS;links++){
let stat=(0,import_node_fs2.lstatSync)(target,{throwIfNoEntry:!1});if(stat===void 0)return links>0&&(0,import_node_fs2.statSync)(
(0,import_node_path2.dirname)(target)),target;if(stat.isFile())return target;if(stat.isDirectory())throw new CacheError(
"persist",file,"EISDIR","is a directory");if(!stat.isSymbolicLink())throw new CacheError("persist",file,"NOT_REGULAR","n\
ot a regular file");refuseForeign(stat,file,"is a link that another user has made",!0);let to=utf8Path((0,import_node_fs2.readlinkSync)(
target,"buffer"),file);target=(0,import_node_path2.isAbsolute)(to)?to:`${utf8Path((0,import_node_fs2.realpathSync)((0,import_node_path2.dirname)(
target),"buffer"),file)}${import_node_path2.sep}${to}`}}catch(error){throw cacheError("persist",file,error)}throw new CacheError(
"persist",file,"ELOOP","too many symbolic links")}function refuseForeignDirectory(file){let directory=(0,import_node_path2.dirname)(
file),stat=(0,import_node_fs2.lstatSync)(directory),isLink=stat.isSymbolicLink();isLink&&refuseForeign(stat,file,"the di\
rectory is a link that another user has made",!0),refuseForeign(isLink?(0,import_node_fs2.statSync)(directory):stat,file,
"the directory belongs to another user")}function refuseForeign({uid},file,why,evenForRoot=!1){let me=process.getuid?.()??
uid;if(uid!==me&&uid!==0&&(me!==0||evenForRoot))throw new CacheError("persist",file,"NOT_OWNER",why)}function utf8Path(bytes,file){
if(!(0,import_node_buffer.isUtf8)(bytes))throw new CacheError("persist",file,"EILSEQ","is a link to a name that is not U\
TF-8");return bytes.toString("utf8")}function removeFile(file){try{(0,import_node_fs2.unlinkSync)(resolveTarget(file))}catch(error){
if(!isErrno(error,"ENOENT"))throw cacheError("persist",file,error)}}var FILE_MODE=384,RENAME_RETRY_MS=1e3,RENAME_PAUSE_MS=20;function atomicWriteJson(file,value,options2={}){let pretty=encode(
value,2),bytes=pretty.length>(options2.prettyUpToBytes??1/0)?encode(value,0):pretty,target=resolveTarget(file);try{whileHeldOnWindows(
()=>replace(target,bytes,options2))}catch(error){throw cacheError("persist",file,error)}return sweepLeftovers(target),target}
function encode(value,spaces){return Buffer.from(`${JSON.stringify(value,null,spaces)}
`)}function replace(target,bytes,{mtimeMs}){import_write_file_atomic.default.sync(target,null,{mode:FILE_MODE,tmpfileCreated(temporary){
(0,import_node_fs3.chmodSync)(temporary,FILE_MODE),(0,import_node_fs3.writeFileSync)(temporary,bytes,{flag:"r+"});let{size}=(0,import_node_fs3.statSync)(
temporary);if(size!==bytes.length)throw new CacheError("persist",target,"EIO",`wrote ${size} of ${bytes.length} bytes`);
mtimeMs!==void 0&&(0,import_node_fs3.utimesSync)(temporary,mtimeMs/1e3,mtimeMs/1e3)}})}function whileHeldOnWindows(write){
let deadlineMs=monotonicMs()+RENAME_RETRY_MS;for(;;)try{return write()}catch(error){if(!(process.platform==="win32"&&isErrno(
error,"EPERM","EACCES","EBUSY"))||monotonicMs()>deadlineMs)throw error;pause(RENAME_PAUSE_MS)}}var import_node_buffer2=require("node:buffer"),import_node_fs4=require("node:fs");var FLAGS=import_node_fs4.constants.O_RDONLY|(import_node_fs4.constants.O_NONBLOCK??0)|(import_node_fs4.constants.O_NOCTTY??
0);function readSmallFile(path2,maxBytes){let fd;try{fd=(0,import_node_fs4.openSync)(path2,FLAGS)}catch(error){if(isErrno(
error,"ENOENT"))return null;throw cacheError("io",path2,error)}try{let stat=(0,import_node_fs4.fstatSync)(fd);if(stat.isDirectory())
throw new CacheError("io",path2,"EISDIR","is a directory");if(!stat.isFile())throw new CacheError("io",path2,"NOT_REGULA\
R","not a regular file");if(stat.size>maxBytes)return{text:null,tooLarge:!0,mtimeMs:stat.mtimeMs};let room=Buffer.allocUnsafe(
stat.size+1),length=0,more;do more=(0,import_node_fs4.readSync)(fd,room,length,room.length-length,length),length+=more;while(more>
0&&length<stat.size);let bytes=room.subarray(0,length);return{text:bytes.length<room.length&&(0,import_node_buffer2.isUtf8)(
bytes)?bytes.toString("utf8"):null,tooLarge:!1,mtimeMs:stat.mtimeMs}}catch(error){throw cacheError("io",path2,error)}finally{
closeQuietly(fd)}}function closeQuietly(fd){try{(0,import_node_fs4.closeSync)(fd)}catch{return}}function mtimeOf(path2){
if(path2===void 0)return null;try{return(0,import_node_fs4.statSync)(path2).mtimeMs}catch{return null}}var CACHE_FILE="usage.json",LOCK_FILE="usage.lock";function readEntry(path2,nowMs,exact){let file=readSmallFile(path2,MAX_ENTRY_BYTES);
return file===null?{miss:"absent"}:file.tooLarge?{miss:"too-large"}:file.text===null?{miss:"malformed"}:parseUsageEntry(
file.text,nowMs,exact)}function readLock(path2){let file=readSmallFile(path2,MAX_LOCK_BYTES);return file===null?null:{lock:file.
text===null?"legacy":parseLock(file.text),mtimeMs:file.mtimeMs}}var import_node_fs5=require("node:fs"),import_node_path3=require("node:path");init_temp_name();var VIEW_FILE="usage.view",ViewStore=class{file;constructor(directory){this.file=(0,import_node_path3.join)(
directory,VIEW_FILE)}write(text3){if(text3===null)return this.remove();let temporary=`${this.file}.${tempSuffix()}`;try{
writeNew(temporary,text3),(0,import_node_fs5.renameSync)(temporary,this.file)}catch{removeQuietly(temporary),this.remove()}}remove(){
removeQuietly(this.file)}};function writeNew(file,text3){let fd=(0,import_node_fs5.openSync)(file,"wx",FILE_MODE);try{(0,import_node_fs5.fchmodSync)(
fd,FILE_MODE),(0,import_node_fs5.writeFileSync)(fd,text3)}catch(error){throw closeQuietly(fd),error}(0,import_node_fs5.closeSync)(
fd)}function removeQuietly(file){try{(0,import_node_fs5.unlinkSync)(file)}catch{return}}var CacheStore=class{file;#view;constructor(directory){this.file=(0,import_node_path4.join)(directory,CACHE_FILE),this.#view=
new ViewStore(directory)}read(nowMs,exact=!1){return readEntry(this.file,nowMs,exact)}dataCachedAtMs(nowMs){try{return dataCachedAtMs(
this.read(nowMs))}catch{return null}}write(entry,nowMs){let{data,cachedAtMs}=entry;data===null&&this.#view.remove();let target=atomicWriteJson(
this.file,usageEntryToJson(entry),{prettyUpToBytes:MAX_ENTRY_BYTES});data!==null&&(this.#view.write(renderView(data,cachedAtMs,
nowMs)),target!==this.file&&sweepLeftovers(this.#view.file))}clear(){this.#view.remove(),removeFile(this.file)}};var import_node_path5=require("node:path");var import_node_fs6=require("node:fs");init_temp_name();function fileSystemNowMs(file){let probe=`${file}.${tempSuffix()}`;try{let fd=(0,import_node_fs6.openSync)(
probe,"wx",384);try{return statOf(fd).mtimeMs}finally{(0,import_node_fs6.unlinkSync)(probe)}}catch(error){throw cacheError(
"persist",file,error)}}function statOf(fd){try{return(0,import_node_fs6.fstatSync)(fd)}finally{(0,import_node_fs6.closeSync)(
fd)}}var LockStore=class{file;constructor(directory){this.file=(0,import_node_path5.join)(directory,LOCK_FILE)}read(){return readLock(
this.file)}readUnderMutex(){let file=this.read();return file===null||file.lock==="legacy"||file.lock.claim===null?file:{
...file,fileSystemNowMs:fileSystemNowMs(resolveTarget(this.file))}}leave(lock2,{keepLease}={}){lock2===null?this.clear():
this.write(lock2,keepLease==null?{}:{mtimeMs:keepLease.mtimeMs})}write(lock2,options2={}){atomicWriteJson(this.file,lockToJson(
lock2),options2)}clear(){removeFile(this.file)}};var import_node_fs7=require("node:fs"),import_node_path6=require("node:path");var PROFILE_NAME=/^(?![.-])[A-Za-z0-9._@-]{1,64}$/,RESERVED_PROFILE="auto";function resolveDirectory(flags,environment){
let root=flags.root===void 0?defaultRoot(environment):checkedRoot(flags.root,"--root","USAGE"),profile=flags.profile??variable(
environment,"USAGE_STORE_PROFILE");if(profile===void 0)return absolute(root);let[source,tag]=flags.profile===void 0?["US\
AGE_STORE_PROFILE","BAD_PROFILE"]:["--profile","USAGE"];if(!PROFILE_NAME.test(profile))throw StoreError.tagged(tag,`${source}\
: 1 to 64 of A-Z a-z 0-9 . _ @ -, not beginning with . or -: ${profile}`);if(profile===RESERVED_PROFILE)throw StoreError.
tagged(tag,`${source}: the name ${RESERVED_PROFILE} is reserved`);return absolute((0,import_node_path6.join)(root,"profi\
les",profile))}function absolute(directory){try{return(0,import_node_path6.resolve)(directory)}catch(error){throw cacheError(
"io",directory,error)}}function defaultRoot(environment){let own=variable(environment,"USAGE_STORE_ROOT");if(own!==void 0){
let root=checkedRoot(own,"USAGE_STORE_ROOT","BAD_ROOT");if(!(0,import_node_path6.isAbsolute)(root))throw StoreError.tagged(
"BAD_ROOT",`USAGE_STORE_ROOT is not an absolute path: ${root}`);return root}let bases=[["XDG_CACHE_HOME"],["HOME",".cach\
e"],...process.platform==="win32"?[["LOCALAPPDATA"]]:[]];for(let[name="",...below]of bases){let base=variable(environment,
name);if(base!==void 0&&(0,import_node_path6.isAbsolute)(base))return(0,import_node_path6.join)(checkedRoot(base,name,"B\
AD_ROOT"),...below,"linesmith")}throw StoreError.tagged("NO_ROOT","no cache root: set HOME or USAGE_STORE_ROOT, or give \
--root")}function variable(environment,name){return environment[name]===""?void 0:environment[name]}function checkedRoot(root,source,tag){
if(root==="")throw StoreError.tagged(tag,`${source} is empty`);if(root==="~"||root.startsWith("~/"))throw StoreError.tagged(
tag,`${source} begins with ~, which nobody expanded: ${root}`);if(root.includes("\uFFFD")&&!cameAsUtf8(root))throw StoreError.
tagged(tag,`${source} is not valid UTF-8`);return root}function cameAsUtf8(text3){let holdsIt=file=>(0,import_node_fs7.readFileSync)(
file).includes(Buffer.from(text3));try{return holdsIt("/proc/self/environ")||holdsIt("/proc/self/cmdline")}catch{return!1}}
function ensureDirectory(directory){try{makeDirectory(directory)}catch(error){throw cacheError("persist",directory,error)}}
function makeDirectory(directory){try{makeOne(directory)}catch(error){let parent=(0,import_node_path6.dirname)(directory);
if(!isErrno(error,"ENOENT")||parent===directory)throw error;makeDirectory(parent),makeOne(directory)}}function makeOne(directory){
try{(0,import_node_fs7.mkdirSync)(directory,448),(0,import_node_fs7.chmodSync)(directory,448)}catch(error){if(!isErrno(error,
"EEXIST"))throw error}}function forwardSlashes(text3){return import_node_path6.sep==="\\"?text3.replaceAll("\\","/"):text3}var ExitCode={done:0,no:1,usage:2,environment:3,blocked:4,badInput:5},EXIT_MEANINGS={0:"done; for get: something usable \
was printed, stale included",1:"no: nothing cached, nothing to do, somebody else is fetching, or the fetch failed",2:"us\
age error; nothing was read or written",3:"I/O or environment error",4:"blocked: a back-off is running and there is noth\
ing to serve",5:"bad input on stdin or from the fetch; nothing was changed but the back-off"},EXIT_BY_TAG={USAGE:ExitCode.
usage,BAD_INPUT:ExitCode.badInput,NO_ROOT:ExitCode.environment,BAD_ROOT:ExitCode.environment,BAD_PROFILE:ExitCode.environment,
NOT_REGULAR:ExitCode.environment,NOT_OWNER:ExitCode.environment,NOT_RUN:ExitCode.environment,NODE_VERSION:ExitCode.environment,
INTERNAL:ExitCode.environment};function exitCodeOf(code){return Object.hasOwn(EXIT_BY_TAG,code)?EXIT_BY_TAG[code]:ExitCode.
environment}var DURATION=/^(\d{1,15})([smhd]?)$/,UNIT_SECONDS={"":1,s:1,m:60,h:3600,d:86400};function parseDuration(text3){let parts=DURATION.
exec(text3);return parts===null?null:Number(parts[1])*(UNIT_SECONDS[parts[2]??""]??1)}function parseUnixSeconds(text3){return/^\d{1,15}$/.
test(text3)?Number(text3):null}var FIRST_WRITABLE_MS=-621672192e5;function parseInstant(text3){let ms=/^\d{1,12}(\.\d{1,9})?$/.
test(text3)?Math.floor(Number(text3)*1e3):parseRfc3339(text3);return ms===null||ms<FIRST_WRITABLE_MS?null:ms}function parseFieldPath(text3){if(text3==="")return null;let first,rest=[],name="";for(let i=0;i<text3.length;i++){let character=text3.
charAt(i);character==="\\"&&/[\\.]/.test(text3.charAt(i+1))?name+=text3.charAt(++i):character!=="."?name+=character:(first===
void 0?first=name:rest.push(name),name="")}return first===void 0?[name]:[first,...rest,name]}function lookUp(document,[first,
...rest]){let value=firstMember(document,first);for(let name of rest)value=inner(value,name);return value}function firstMember(document,name){
let{windows,data}=document,place=[document,windows,data].filter(isJsonObject).find(object2=>Object.hasOwn(object2,name)),
unknown=isJsonObject(data)?unknownBuckets(data):{};return(place===void 0||place===data&&place[name]===null)&&Object.hasOwn(
unknown,name)?unknown[name]:place?.[name]}function inner(value,name){return Array.isArray(value)?/^(0|[1-9]\d*)$/.test(name)?
value[Number(name)]:void 0:isJsonObject(value)?member(value,name):void 0}function renderFields(document,paths,byDefault){
let values=paths.map(path2=>lookUp(document,path2)??null);return{text:values.map(value=>value===null?byDefault??"":renderField(
value)).map(line=>`${line}
`).join(""),complete:byDefault!==void 0||!values.includes(null)}}function renderField(value){return typeof value=="strin\
g"?plainText(value):jsonText(value)}var flag=help2=>({help:help2}),text2=(placeholder,help2)=>({placeholder,help:help2,parse:value=>value}),duration=help2=>({
placeholder:"DUR",help:help2,parse:parseDuration}),instant=help2=>({placeholder:"INSTANT",help:help2,parse:parseInstant}),
unixSeconds=help2=>({placeholder:"UNIX_SECONDS",help:help2,parse:parseUnixSeconds}),fieldPaths=help2=>({placeholder:"PAT\
H",help:help2,parse:parseFieldPath,repeatable:!0}),ERROR_CODE=/^[A-Za-z][A-Za-z0-9_-]{0,63}$/,errorCode=help2=>({placeholder:"\
CODE",help:help2,parse:value=>ERROR_CODE.test(value)?value:null}),number=(placeholder,help2)=>({placeholder,help:help2,parse:value=>/^\d{1,3}$/.
test(value)?Number(value):null}),positiveDuration=help2=>({placeholder:"DUR",help:help2,parse:value=>parseDuration(value)||
null});var import_node_fs8=require("node:fs"),import_node_path7=require("node:path");var MUTEX_FILE="usage.mutex",SQLITE_BUSY=5;function withMutex(directory,waitMs,body){let file=(0,import_node_path7.join)(
directory,MUTEX_FILE),taken=takeMutex(file,waitMs);try{return body(taken.mutex)}finally{taken.release()}}function takeMutex(file,waitMs){
let without=mutex=>({mutex,release(){}});try{prepareFile(file),refuseNeighbours(file)}catch(error){return without({state:"\
unavailable",why:cacheError("io",file,error)})}let{DatabaseSync}=process.getBuiltinModule("node:sqlite"),database;try{database=
new DatabaseSync(file,{timeout:waitMs}),database.exec("PRAGMA journal_mode=MEMORY; BEGIN IMMEDIATE; PRAGMA user_version=\
1")}catch(error){database?.close();let{errcode,message}=error;return without(errcode===SQLITE_BUSY?{state:"busy",file}:{
state:"unavailable",why:new CacheError("io",file,"ENOLCK",`no lock: ${message}`,error)})}let held=database;return{mutex:{
state:"held"},release(){held.exec("ROLLBACK"),held.close()}}}function prepareFile(file){refuseForeignDirectory(file);let flags=import_node_fs8.constants.
O_WRONLY|(import_node_fs8.constants.O_NOFOLLOW??0)|(import_node_fs8.constants.O_NONBLOCK??0),fd;try{fd=(0,import_node_fs8.openSync)(
file,flags)}catch(error){if(!isErrno(error,"ENOENT"))throw error;fd=createFile(file,flags)}try{let stat=(0,import_node_fs8.fstatSync)(
fd);if(!stat.isFile())throw new CacheError("io",file,"NOT_REGULAR","not a regular file");if(refuseForeign(stat,file,"bel\
ongs to another user"),stat.size>0)throw new CacheError("io",file,"NOT_REGULAR","not empty, so not ours")}finally{(0,import_node_fs8.closeSync)(
fd)}}function refuseNeighbours(file){for(let neighbour of[`${file}-journal`,`${file}-wal`])if((0,import_node_fs8.lstatSync)(
neighbour,{throwIfNoEntry:!1})!==void 0)throw new CacheError("io",neighbour,"NOT_REGULAR","not ours, and in the way of t\
he lock")}function createFile(file,flags){try{let fd=(0,import_node_fs8.openSync)(file,flags|import_node_fs8.constants.O_CREAT|
import_node_fs8.constants.O_EXCL,384);try{(0,import_node_fs8.fchmodSync)(fd,384)}catch(error){throw closeQuietly(fd),error}
return fd}catch(error){if(!isErrno(error,"EEXIST"))throw error;return(0,import_node_fs8.openSync)(file,flags)}}var WAIT_MS=1e3;function underMutex(directory,body){return withMutex(directory,WAIT_MS,body)}var options={for:duration("how long"),until:unixSeconds("until when"),"retry-after":text2("VALUE","the value of a Retry-\
After header: seconds or an HTTP-date"),error:errorCode("why; default RateLimited"),force:flag("may shorten a block that\
 is running")},block={name:"block",summary:"keep everybody away from the endpoint for a while",details:`Without --for, -\
-until or --retry-after: as after a 429 without the header. 24 hours at most. A longer block that
is running stays.`,options,run(given,context){exclusive({for:given.for,until:given.until,"retry-after":given["retry-afte\
r"]});let directory=context.directory(),store2=new LockStore(directory);return ensureDirectory(directory),underMutex(directory,
()=>{let nowMs=context.now(),state=readLockState(store2.readUnderMutex(),nowMs,()=>new CacheStore(directory).dataCachedAtMs(
nowMs)),left=lockAfterBlock(state,blockWanted(given,state.failures,nowMs,context.random()),given.force===!0);left!==void 0&&
store2.leave(left)}),ExitCode.done}};function blockWanted(given,failures,nowMs,random){let error=given.error??"RateLimit\
ed",now=wholeSeconds(nowMs),until=given.for===void 0?given.until:now+given.for;if(until!==void 0)return{blockedUntil:Math.
min(until,now+MAX_BLOCK_SECONDS),error};let failure={error:"RateLimited",failures,retryAfter:given["retry-after"]??null};
return{...blockAfter(failure,nowMs,random),error}}var DECISION_OPTIONS={"max-age":duration("younger data are fresh; default 180s"),"max-stale":duration("younger data are \
served while stale; default 1d"),"error-max-age":duration("a younger error entry keeps everybody away; default 30s"),"ma\
x-complete-age":duration("an older whole response is to be refreshed; default 15m"),"release-on":text2("FILE","a FILE (t\
he credentials) changed since ends a block that hangs on the token")};function policyOf(given){return{maxAgeSeconds:given["\
max-age"]??DEFAULT_POLICY.maxAgeSeconds,maxStaleSeconds:given["max-stale"]??DEFAULT_POLICY.maxStaleSeconds,errorMaxAgeSeconds:given["\
error-max-age"]??DEFAULT_POLICY.errorMaxAgeSeconds,maxCompleteAgeSeconds:given["max-complete-age"]??DEFAULT_POLICY.maxCompleteAgeSeconds}}function filesIn(directory){return{cache:new CacheStore(directory),lock:new LockStore(directory),prepare:()=>ensureDirectory(
directory),exclusively:(waitMs,body)=>withMutex(directory,waitMs,body)}}var STATUS_LINE=/^HTTP\/\d(?:\.\d)? (?<status>\d{3})(?: [^\r\n]*)?\r?(?:\n|$)/,HEADER_LINE=/^(?<line>[^\n]*?)\r?(?:\n|$)/,
RETRY_AFTER=/^retry-after[ \t]*:/i;function parseHttpMessage(text3){let last=null;for(let rest=text3;;){let statusLine=STATUS_LINE.
exec(rest);if(statusLine===null)return last;last=readMessage(Number(statusLine.groups?.status),rest.slice(statusLine[0].
length)),rest=last.body}}function readMessage(status,text3){let retryAfter=null,rest=text3;for(;rest!=="";){let[whole="",
line=""]=HEADER_LINE.exec(rest)??[];if(rest=rest.slice(whole.length),line==="")break;RETRY_AFTER.test(line)&&(retryAfter??=
line.slice(line.indexOf(":")+1).trim())}return{status,retryAfter,body:rest}}var MAX_RESPONSE_BYTES=64*1024,BOM=[239,187,191];function withoutBom(bytes){return BOM.every((byte,n)=>bytes[n]===byte)?
bytes.subarray(BOM.length):bytes}function bodyOf(bytes){let body=decoded(bytes);return withoutBom(bytes).length<=MAX_RESPONSE_BYTES?
body:{...body,fault:`larger than ${MAX_RESPONSE_BYTES/1024} KiB`}}function decoded(bytes){try{return{text:new TextDecoder(
"utf-8",{fatal:!0}).decode(bytes),fault:null}}catch{return{text:new TextDecoder().decode(bytes),fault:"not UTF-8"}}}function parseResponse({
text:text3,fault}){if(fault!==null)return{rejected:fault};if(isNestedDeeperThan(text3,MAX_RESPONSE_DEPTH))return{rejected:`\
nested deeper than ${MAX_RESPONSE_DEPTH} levels`};let response;try{response=parseExact(text3)}catch{return{rejected:"not\
 JSON"}}if(!isJsonObject(response))return{rejected:"not a JSON object"};let recognised=RECOGNISED_KEYS.some(key=>Object.
hasOwn(response,key)),error=member(response,"error");if(!recognised&&isJsonObject(error)){let type=member(error,"type");
return{rejected:"an API error, not a usage response",errorType:typeof type=="string"?type:null}}let found=unholdable(response);
return found!==null?{rejected:`${found} cannot be stored`}:!recognised&&Object.keys(response).length>0?{rejected:"not a \
usage response: no key of one"}:{response}}var MAX_FETCH_BYTES=128*1024,CURL_TIMEOUT=28,CURL_HTTP_ERROR=22,NO_CREDENTIALS=77,NOT_RUN=[126,127];function clearsCache({
error}){return error==="Unauthorized"||error==="Forbidden"}function outcomeOfCommand(output,exit2){return exit2===NO_CREDENTIALS?
{kind:"no-credentials"}:typeof exit2=="number"&&NOT_RUN.includes(exit2)?{kind:"not-run"}:outcomeOfOutput(output,exit2)}function outcomeOfOutput(printed,exit2){
let output=withoutBom(printed).subarray(0,MAX_FETCH_BYTES),message=parseHttpMessage(new TextDecoder("latin1").decode(output));
return message===null?outcomeOfBody({status:200,retryAfter:null},output,exit2,exit2===0):outcomeOfBody(message,output.subarray(
output.length-message.body.length),exit2)}function outcomeOfBody({status,retryAfter},bytes,exit2,hasMessage=status!==0){
let failure=error=>({kind:"failure",error,retryAfter:error==="RateLimited"?retryAfter:null});if(exit2==="timeout"||exit2===
CURL_TIMEOUT)return failure("Timeout");if(!hasMessage)return failure("NetworkError");let body=bodyOf(bytes),isWhole=exit2===
0||exit2===CURL_HTTP_ERROR,isSuccess=status>=200&&status<300,parsed=isSuccess||status===403?parseResponse(body):null,spoken=isSuccess&&
parsed!==null?spokenStatus(parsed):null;return!isSuccess||spoken!==null?failure(errorOfStatus(spoken??status,body,parsed,
isWhole)):parsed!==null&&"response"in parsed?{kind:"data",data:dataFromResponse(parsed.response)}:exit2===0?{...failure(
"ParseError"),rejected:parsed?.rejected??""}:failure("NetworkError")}function errorOfStatus(status,body,parsed,isWhole){
switch(status){case 401:return"Unauthorized";case 403:return errorType(parsed)==="permission_error"||body.text.trim()===
""&&isWhole?"Forbidden":"NetworkError";case 429:return"RateLimited";default:return"NetworkError"}}var STATUS_BY_ERROR_TYPE={
rate_limit_error:429,authentication_error:401,permission_error:403};function spokenStatus(parsed){let type=errorType(parsed);
return type!==null&&Object.hasOwn(STATUS_BY_ERROR_TYPE,type)?STATUS_BY_ERROR_TYPE[type]??null:null}function errorType(parsed){
return parsed!==null&&"rejected"in parsed?parsed.errorType??null:null}var STORE_WAIT_MS=5e3,LOOK_WAIT_MS=1e3;function takeClaim(files,clock,request){let seen=look(files.cache,()=>files.lock.
read(),clock,request);return seen.wanted?(files.prepare(),files.exclusively(0,mutex=>{if(mutex.state==="busy")return{result:"\
busy"};if(mutex.state==="unavailable")return{result:"unavailable",why:withoutLocks(mutex.why)};let{wanted,decision,state,
nowMs}=look(files.cache,()=>files.lock.readUnderMutex(),clock,request);return wanted?(files.lock.leave(lockOfClaim(state(),
request.token,request.leaseSeconds,nowMs)),{result:"won"}):{result:"unwanted",decision}})):{result:"unwanted",decision:seen.
decision}}function look(cache,readLock2,{now},{policy,force,credentialsMtimeMs}){let nowMs=now(),entry=cache.read(nowMs),
read,lock2=()=>(read===void 0&&(read=lockWithCredentialsOf(readLock2(),credentialsMtimeMs)),read),state=()=>readLockState(
lock2(),nowMs,()=>dataCachedAtMs(entry)),decision=decide(entry,lock2,nowMs,policy);return{wanted:force?!state().fetching:
decision.refresh,decision,state,nowMs}}function leaseLeftMs(files,clock,token){return underClaim(files,clock,token,({lock:lock2,
mtimeMs,fileSystemNowMs:fileSystemNowMs2=clock.now()})=>lock2.lease===null?0:mtimeMs+lock2.lease*1e3-fileSystemNowMs2,{waitMs:LOOK_WAIT_MS,
ifBusy:()=>null})}function releaseClaim(files,clock,token){return underClaim(files,clock,token,({lock:lock2})=>(files.lock.
leave(lockAfterRelease(lock2)),!0))??!1}function storeUnderClaim(files,clock,token,outcome){return underClaim(files,clock,
token,file=>(store(files,clock,outcome,file,!0),!0))??!1}function storeWithoutClaim(files,clock,outcome){store(files,clock,
outcome,files.lock.readUnderMutex(),!1)}var FOR_A_STORE={waitMs:STORE_WAIT_MS,ifBusy:({file})=>{throw new StoreError("EB\
USY",`another process holds ${file}`)}};function underClaim(files,{now},token,act,{waitMs,ifBusy}=FOR_A_STORE){let seen=files.
lock.read()?.lock;return seen===void 0||seen==="legacy"||seen.claim!==token?null:files.exclusively(waitMs,mutex=>{if(mutex.
state==="busy")return ifBusy(mutex);if(mutex.state==="unavailable")throw withoutLocks(mutex.why);let file=files.lock.readUnderMutex();
return isHeldBy(file,token,now())?act(file):null})}function store(files,clock,outcome,file,isOwn){outcome.kind==="data"?
storeData(files,clock,outcome.data,isOwn?null:file):storeFailure(files,clock,outcome,file)}function storeData(files,{now},data,beside){
let nowMs=now();files.cache.write(CachedUsage.withData(data,nowMs),nowMs),files.lock.leave(lockAfterUnblock(beside,nowMs),
{keepLease:beside})}function storeFailure(files,{now,random},failure,file){let nowMs=now(),state=readLockState(file,nowMs,
()=>files.cache.dataCachedAtMs(nowMs)),wanted=blockAfter({...failure,failures:state.failures},nowMs,random());files.lock.
leave(lockAfterFailure(state,wanted)),clearsCache(failure)&&files.cache.clear()}function withoutLocks(why){return new StoreError(
why.code,`${why.message}; no claim can be made here: set another USAGE_STORE_ROOT`,{cause:why})}init_temp_name();function requestClaim(files,context,given,{leaseSeconds,force}){let token=randomToken(),credentialsMtimeMs=()=>mtimeOf(given["\
release-on"]),policy=policyOf(given),claimed=takeClaim(files,context,{policy,force:force===!0,token,leaseSeconds,credentialsMtimeMs});
if(claimed.result==="unavailable")throw claimed.why;return claimed.result==="won"?{token}:claimed}function exitOfLost(lost,ifFresh){
if(lost.result==="busy")return ExitCode.no;let{state,fetching}=lost.decision;return state==="fresh"?ifFresh:fetching?ExitCode.
no:state==="backoff"||state==="blocked"?ExitCode.blocked:ExitCode.no}var DEFAULT_LEASE_SECONDS=30,claim={name:"claim",summary:"take the right to fetch: prints a token if a refresh is wanted\
 and nobody is fetching",details:`One process at a time holds it, until record --claim TOKEN or release TOKEN, or until \
its lease runs out. Exit 1 when
nothing is to be fetched or somebody else is fetching, 4 in a back-off.`,options:{lease:positiveDuration("how long the c\
laim holds if its holder dies; default 30s, at most 1d"),force:flag("ignore freshness and back-off, but not the claim of\
 another"),...DECISION_OPTIONS},run(given,context){let{lease=DEFAULT_LEASE_SECONDS,force}=given,files=filesIn(context.directory()),
claimed=requestClaim(files,context,given,{leaseSeconds:Math.min(lease,MAX_BLOCK_SECONDS),force});return"token"in claimed?
isPrinted(context,`${claimed.token}
`)?ExitCode.done:(releaseClaim(files,context,claimed.token),ExitCode.no):exitOfLost(claimed,ExitCode.no)}};function isPrinted({
print},text3){try{return print(text3)}catch{return!1}}var clear={name:"clear",summary:"remove the cached usage",details:"Fine when nothing is cached. Leaves the lock alone.",
options:{},run(_options,context){let directory=context.directory();return underMutex(directory,()=>new CacheStore(directory).
clear()),ExitCode.done}};var import_node_path8=require("node:path");function decisionDocument(decision,nowMs){let{entry,activeBlock}=decision,data=decision.served?entry?.data??null:null;return{
state:decision.state,refresh:decision.refresh,fetching:decision.fetching,cached_at:entry===null?null:formatInstant(entry.
cachedAtMs),age_seconds:decision.ageSeconds,miss:decision.miss,error:entry?.error==null?null:{code:entry.error.code},lock:activeBlock===
null?null:blockMembers(activeBlock,nowMs),data,windows:windowsDocument(decision.windows)}}function lockDocument(state,nowMs){
let{active,fetching,leaseEnds,failures}=state,block2=leaseEnds===null?state.block:{blockedUntil:leaseEnds,error:null},members=block2===
null?{blocked_until:null,retry_in_seconds:0,error:null}:blockMembers(block2,nowMs);return{active,fetching,...members,...active?
{}:{retry_in_seconds:0},failures}}function blockMembers({blockedUntil,error},nowMs){return{blocked_until:blockedUntil,retry_in_seconds:secondsBetween(
nowMs,blockedUntil*1e3),error}}function windowsDocument({buckets,scoped}){let members=[...buckets].map(([name,window])=>[
name,windowMembers(window)]);return scoped.size>0&&members.push(["scoped",Object.fromEntries([...scoped].map(([name,window])=>[
name,windowMembers(window)]))]),Object.fromEntries(members)}function windowMembers(window){return{percent:window.percent,
...window.resetPassed?{last_percent:window.lastPercent}:{},resets_at:window.resetsAt,resets_in_seconds:window.resetsInSeconds,
reset_passed:window.resetPassed,pace:window.pace===null?null:roundTo(window.pace,1),runs_out_in_seconds:window.runsOutInSeconds}}var DEFAULT_TIMEOUT_SECONDS=10,LEASE_MARGIN_SECONDS=5,MIN_LEASE_SECONDS=15,MAX_TIMEOUT_SECONDS=MAX_BLOCK_SECONDS-LEASE_MARGIN_SECONDS,
TIMEOUT_OPTION=positiveDuration("how long COMMAND may take; default 10s, at most a day");function timeoutSeconds(given){
return Math.min(given??DEFAULT_TIMEOUT_SECONDS,MAX_TIMEOUT_SECONDS)}function leaseSecondsFor(timeout){return Math.max(timeout+
LEASE_MARGIN_SECONDS,MIN_LEASE_SECONDS)}var GET_OPTIONS={json:flag("print one JSON object (the default)"),wire:flag("print the endpoint's response as it came in"),
field:fieldPaths("print the value at PATH, such as five_hour.percent; repeatable"),default:text2("TEXT","what --field pr\
ints for a value that is absent or null"),shell:flag("print assignments for sh, bash and zsh, safe to eval"),fish:flag("\
print the same for fish"),"fresh-only":flag("serve nothing that is stale"),ok:flag("exit 0 where it would be 1 or 4"),refresh:text2(
"COMMAND","when a refresh is wanted and nobody is at it, run COMMAND in the background (see refresh)"),timeout:TIMEOUT_OPTION,
wait:duration("with nothing to serve, wait for a refresh under way, that long at most; goes with --refresh"),...DECISION_OPTIONS};
function answering(given,directoryOf,now){let output=outputOf(given),directory=directoryOf(),[cache,lock2]=[(0,import_node_path8.join)(
directory,CACHE_FILE),(0,import_node_path8.join)(directory,LOCK_FILE)],exact=output!=="shell"&&output!=="fish";return{look(){
let nowMs=now(),lockFile=()=>lockWithCredentialsOf(readLock(lock2),()=>mtimeOf(given["release-on"])),decision=decide(readEntry(
cache,nowMs,exact),lockFile,nowMs,policyOf(given));return{nowMs,decision:given["fresh-only"]===!0&&decision.state!=="fre\
sh"?withheld(decision):decision}},answer({nowMs,decision}){let{text:printed,complete}=render(output,decision,nowMs,given);
return{text:printed,exit:given.ok===!0?ExitCode.done:exitOf(decision,complete)}}}}function outputOf(given){let{json:json2,
wire,field,shell,fish}=given,output=exclusive({json:json2,wire,field,shell,fish})??"json";if(given.default!==void 0&&output!==
"field")throw usageError("--default goes with --field");for(let name of["timeout","wait"])if(given[name]!==void 0&&given.
refresh===void 0)throw usageError(`--${name} goes with --refresh`);if(given.refresh?.trim()==="")throw usageError("--ref\
resh needs a COMMAND");return output}function render(output,decision,nowMs,given){let whole=printed=>({text:printed,complete:!0});
switch(output){case"shell":return whole(renderPosix(decision,nowMs));case"fish":return whole(renderFish(decision,nowMs));case"\
wire":return whole(decision.served?`${jsonText(responseFromData(decision.entry?.data??{}))}
`:"");case"json":return whole(`${jsonText(decisionDocument(decision,nowMs))}
`);case"field":return renderFields(decisionDocument(decision,nowMs),given.field??[],given.default)}}function exitOf({served,
state},complete){return served?complete?ExitCode.done:ExitCode.no:state==="blocked"||state==="backoff"?ExitCode.blocked:
ExitCode.no}function withheld(decision){return{...decision,served:!1,windows:NO_WINDOWS}}var import_node_fs9=require("node:fs"),O_CLOEXEC=524288;function closeInheritedDescriptors(){try{for(let name of(0,import_node_fs9.readdirSync)(
"/proc/self/fdinfo"))closeIfInherited(Number(name))}catch{return}}function closeIfInherited(fd){try{let flags=/^flags:\s+(\d+)/m.
exec((0,import_node_fs9.readFileSync)(`/proc/self/fdinfo/${fd}`,"utf8"))?.[1];fd>2&&flags!==void 0&&(Number.parseInt(flags,
8)&O_CLOEXEC)===0&&(0,import_node_fs9.closeSync)(fd)}catch{}}function startInBackground(args){closeInheritedDescriptors();let{spawn}=process.getBuiltinModule("node:child_process"),{
isSea}=process.getBuiltinModule("node:sea"),self=isSea()?[]:[...process.execArgv,process.argv[1]??""];try{spawn(process.
execPath,[...self,...args],{detached:!0,stdio:"ignore",windowsHide:!0})}catch{return}}var import_node_fs10=require("node:fs"),import_node_path9=require("node:path");function isOnPath(name){return(process.env.
PATH??"").split(import_node_path9.delimiter).some(directory=>(0,import_node_fs10.existsSync)((0,import_node_path9.join)(
directory,name)))}function shellCommand(line){return process.platform!=="win32"||isOnPath("sh.exe")?["sh","-c",line]:[process.env.ComSpec??
"cmd.exe","/d","/s","/c",line]}function starter(files,context,given,line){let last="lost";return()=>(last==="lost"&&(last=startOnce(files,context,given,
line)),last)}function startOnce(files,context,given,line){let timeout=timeoutSeconds(given.timeout);try{let claimed=requestClaim(
files,context,given,{leaseSeconds:leaseSecondsFor(timeout)});if(!("token"in claimed))return"lost";let options2=[`--claim\
=${claimed.token}`,`--timeout=${timeout}`];return startInBackground([...context.rootArguments,"refresh",...options2,"--",
...shellCommand(line)]),"started"}catch(error){if(error instanceof StoreError)return"impossible";throw error}}var POLL_MS=20;
function waitForRefresh(look2,start2,waitMs){let deadlineMs=monotonicMs()+waitMs,started="lost";for(;;){let seen=look2(),
{served,refresh:refresh2,fetching}=seen.decision,over=started!=="lost";if(served)return seen;if(refresh2?over:!fetching)
return look2();refresh2&&(started=start2());let leftMs=deadlineMs-monotonicMs();if(started==="impossible"||leftMs<=0)return seen;
pause(Math.min(POLL_MS,leftMs))}}var get={name:"get",summary:"print the cached usage, and whether a refresh is wanted",details:`PATH is dotted; a dot ins\
ide a name is \\. and a whole number is an index. Its first name is looked up in the JSON
object, then in windows, then in data, then in data.unknown_buckets.`,options:GET_OPTIONS,run(given,context){let{look:look2,
answer}=answering(given,context.directory,context.now),start2=given.refresh===void 0?()=>"impossible":starter(filesIn(context.
directory()),context,given,given.refresh),waitMs=(given.wait??0)*1e3,seen=waitMs>0?waitForRefresh(look2,start2,waitMs):look2(),
{text:text3,exit:exit2}=answer(seen);return context.print(text3),seen.decision.refresh&&start2(),exit2}};var bash_and_zsh_default=`# usage_store [flags of usage-store get]: sets the variables of \`usage-store get --shell\` in t\
his shell, and returns its
# exit code. While usage.view is fresh no process is started; otherwise usage-store is. Nothing that a file holds is
# executed, whatever it holds. Source this file, or eval "$(usage-store init bash)", in zsh init zsh.

function usage_store {
  # What a shell could say, of a locale that is not there, is of no use in a prompt.
  if _usage_store_view "$@" 2>/dev/null; then
    return 0
  fi
  local _usage_store_output='' _usage_store_exit=0
  _usage_store_output=$(command usage-store get --shell "$@") || _usage_store_exit=$?
  # Without output nothing is known: what an earlier render has set must not look like it.
  _usage_store_clear
  # Assignments and nothing else, by promise of --shell; --help prints text.
  case $_usage_store_output in
    usage_state=*) eval "$_usage_store_output" ;;
    ?*) printf '%s\\n' "$_usage_store_output" ;;
  esac
  return "$_usage_store_exit"
}

function _usage_store_clear {
  # zsh can warn of a variable that a function makes.
  [[ -n \${BASH_VERSION-} ]] || setopt local_options no_warn_create_global
  usage_state='' usage_age='' usage_error='' usage_retry_in='' usage_scoped=''
  usage_five_hour='' usage_five_hour_resets_in='' usage_five_hour_pace='' usage_five_hour_runs_out_in=''
  usage_seven_day='' usage_seven_day_resets_in='' usage_seven_day_pace='' usage_seven_day_runs_out_in=''
  usage_seven_day_opus='' usage_seven_day_opus_resets_in='' usage_seven_day_opus_pace='' usage_seven_day_opus_runs_out_i\
n=''
  usage_seven_day_sonnet='' usage_seven_day_sonnet_resets_in='' usage_seven_day_sonnet_pace='' usage_seven_day_sonnet_ru\
ns_out_in=''
  usage_seven_day_oauth_apps='' usage_seven_day_oauth_apps_resets_in='' usage_seven_day_oauth_apps_pace='' usage_seven_d\
ay_oauth_apps_runs_out_in=''
  usage_extra_usage='' usage_extra_usage_resets_in='' usage_extra_usage_pace='' usage_extra_usage_runs_out_in=''
}

_usage_store_names='usage-store-view cached_at next_reset complete_at five_hour five_hour_resets_at five_hour_pace five_\
hour_runs_out_at seven_day seven_day_resets_at seven_day_pace seven_day_runs_out_at seven_day_opus seven_day_opus_resets\
_at seven_day_opus_pace seven_day_opus_runs_out_at seven_day_sonnet seven_day_sonnet_resets_at seven_day_sonnet_pace sev\
en_day_sonnet_runs_out_at seven_day_oauth_apps seven_day_oauth_apps_resets_at seven_day_oauth_apps_pace seven_day_oauth_\
apps_runs_out_at extra_usage extra_usage_resets_at extra_usage_pace extra_usage_runs_out_at scoped'

# From the flags to the _us_ variables of the caller; fails where only usage-store can tell what they mean.
function _usage_store_flags {
  while (($# > 0)); do
    _us_flag=\${1%%=*} _us_value=\${1#*=}
    # Flags are lower case, also under nocasematch.
    [[ -n \${_us_flag##*[A-Z]*} ]] || return 1
    case $_us_flag in
      --fresh-only | --ok | --shell)
        [[ $1 == "$_us_flag" ]] || return 1
        shift
        continue
        ;;
      --root | --profile | --max-age | --max-stale | --error-max-age | --max-complete-age) ;;
      --release-on | --refresh | --timeout | --wait) ;;
      *) return 1 ;;
    esac
    if [[ $1 == "$_us_flag" ]]; then
      (($# > 1)) || return 1
      _us_value=$2
      shift
    fi
    shift
    case $_us_flag in
      --root) [[ -n $_us_value ]] && _us_root=$_us_value || return 1 ;;
      --profile) [[ -n $_us_value ]] && _us_profile=$_us_value || return 1 ;;
      --release-on) ;;
      --refresh) [[ $_us_value == *[[:graph:]]* ]] && _us_refresh=1 || return 1 ;;
      *)
        _us_seconds=\${_us_value%[smhd]}
        case $_us_seconds in '' | *[!0-9]* | ??????????*) return 1 ;; esac
        case $_us_value in
          *m) _us_seconds=$((10#$_us_seconds * 60)) ;;
          *h) _us_seconds=$((10#$_us_seconds * 3600)) ;;
          *d) _us_seconds=$((10#$_us_seconds * 86400)) ;;
          *) _us_seconds=$((10#$_us_seconds)) ;;
        esac
        case $_us_flag in
          --max-age) _us_max_age=$_us_seconds ;;
          --max-complete-age) _us_complete_age=$_us_seconds ;;
          --timeout | --wait) _us_needs_refresh=1 ;;
        esac
        [[ $_us_flag != --timeout || $_us_seconds -gt 0 ]] || return 1
        ;;
    esac
  done
  [[ -z $_us_needs_refresh || -n $_us_refresh ]]
}

# From those and the environment to the directory, as _us_root; fails where only usage-store can name it.
function _usage_store_directory {
  # What is not exported does not reach usage-store either.
  if [[ -z $_us_root ]]; then
    if _usage_store_is_exported USAGE_STORE_ROOT && [[ -n $USAGE_STORE_ROOT ]]; then
      _us_root=$USAGE_STORE_ROOT
      [[ $_us_root == /* ]] || return 1
    elif _usage_store_is_exported XDG_CACHE_HOME && [[ $XDG_CACHE_HOME == /* ]]; then
      _us_root=$XDG_CACHE_HOME/linesmith
    elif _usage_store_is_exported HOME && [[ $HOME == /* ]]; then
      _us_root=$HOME/.cache/linesmith
    else
      return 1
    fi
  fi
  # usage-store takes \`..\` out of a path as text, the kernel follows links first.
  case /$_us_root/ in '/~/'* | */../*) return 1 ;; esac
  # Not UTF-8: usage-store says so. Whole characters taken out, no byte beyond ASCII may be left.
  if [[ $_us_root == *[$'\\x80'-$'\\xff']* ]]; then
    _us_value=\${_us_root//[$'\\xf0'-$'\\xf4'][$'\\x80'-$'\\xbf'][$'\\x80'-$'\\xbf'][$'\\x80'-$'\\xbf']/_}
    _us_value=\${_us_value//[$'\\xe0'-$'\\xef'][$'\\x80'-$'\\xbf'][$'\\x80'-$'\\xbf']/_}
    _us_value=\${_us_value//[$'\\xc2'-$'\\xdf'][$'\\x80'-$'\\xbf']/_}
    [[ $_us_value != *[$'\\x80'-$'\\xff']* ]] || return 1
  fi
  [[ -z $_us_profile ]] && _usage_store_is_exported USAGE_STORE_PROFILE && _us_profile=$USAGE_STORE_PROFILE
  if [[ -n $_us_profile ]]; then
    [[ $_us_profile != auto && $_us_profile != [.-]* && $_us_profile != *[!A-Za-z0-9._@-]* ]] || return 1
    ((\${#_us_profile} <= 64)) || return 1
    _us_root+=/profiles/$_us_profile
  fi
}

# Sets the variables from what the view holds; fails, and has set nothing, where that is not all whole and fresh.
# _us_v are the values of its lines, counted from 0, _us_numbers those that are numbers, with commas between.
function _usage_store_assign {
  [[ \${_us_v[0]} == 1 && -n \${_us_v[1]} ]] || return 1
  if [[ \${_us_v[3]} == never ]]; then
    [[ -z $_us_refresh ]] || return 1
    _us_v[3]=''
  fi
  # Whole numbers that the shell takes for decimal ones, none larger than it can count.
  case ,$_us_numbers, in
    *[!0-9,-]* | *[0-9]-* | *-[!1-9]* | *,0[0-9]* | *[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*)\
 return 1 ;;
  esac
  ((_us_v[1] <= _us_now && _us_now < _us_v[1] + _us_max_age)) || return 1
  [[ -z \${_us_v[2]} ]] || ((_us_now < _us_v[2])) || return 1
  [[ -z $_us_refresh || -z \${_us_v[3]} ]] || ((_us_now < _us_v[3] + _us_complete_age)) || return 1

  usage_state=fresh usage_age=$((_us_now - _us_v[1])) usage_error='' usage_retry_in='' usage_scoped=\${_us_v[28]}
  usage_five_hour=\${_us_v[4]} usage_five_hour_resets_in=\${_us_v[5]:+$((_us_v[5] > _us_now ? _us_v[5] - _us_now : 0))}
  usage_five_hour_pace=\${_us_v[6]} usage_five_hour_runs_out_in=\${_us_v[7]:+$((_us_v[7] > _us_now ? _us_v[7] - _us_now : \
0))}
  usage_seven_day=\${_us_v[8]} usage_seven_day_resets_in=\${_us_v[9]:+$((_us_v[9] > _us_now ? _us_v[9] - _us_now : 0))}
  usage_seven_day_pace=\${_us_v[10]} usage_seven_day_runs_out_in=\${_us_v[11]:+$((_us_v[11] > _us_now ? _us_v[11] - _us_no\
w : 0))}
  usage_seven_day_opus=\${_us_v[12]} usage_seven_day_opus_resets_in=\${_us_v[13]:+$((_us_v[13] > _us_now ? _us_v[13] - _us\
_now : 0))}
  usage_seven_day_opus_pace=\${_us_v[14]} usage_seven_day_opus_runs_out_in=\${_us_v[15]:+$((_us_v[15] > _us_now ? _us_v[15\
] - _us_now : 0))}
  usage_seven_day_sonnet=\${_us_v[16]} usage_seven_day_sonnet_resets_in=\${_us_v[17]:+$((_us_v[17] > _us_now ? _us_v[17] -\
 _us_now : 0))}
  usage_seven_day_sonnet_pace=\${_us_v[18]} usage_seven_day_sonnet_runs_out_in=\${_us_v[19]:+$((_us_v[19] > _us_now ? _us_\
v[19] - _us_now : 0))}
  usage_seven_day_oauth_apps=\${_us_v[20]} usage_seven_day_oauth_apps_resets_in=\${_us_v[21]:+$((_us_v[21] > _us_now ? _us\
_v[21] - _us_now : 0))}
  usage_seven_day_oauth_apps_pace=\${_us_v[22]} usage_seven_day_oauth_apps_runs_out_in=\${_us_v[23]:+$((_us_v[23] > _us_no\
w ? _us_v[23] - _us_now : 0))}
  usage_extra_usage=\${_us_v[24]} usage_extra_usage_resets_in=\${_us_v[25]:+$((_us_v[25] > _us_now ? _us_v[25] - _us_now :\
 0))}
  usage_extra_usage_pace=\${_us_v[26]} usage_extra_usage_runs_out_in=\${_us_v[27]:+$((_us_v[27] > _us_now ? _us_v[27] - _u\
s_now : 0))}
}

`;var usage_store_default=`function _usage_store_is_exported {
  [[ \${!1@a} == *x* ]]
}

# Sets the variables from the view; fails, and has set nothing, where only usage-store can tell.
function _usage_store_view {
  # EPOCHSECONDS is of bash 5.
  ((BASH_VERSINFO[0] >= 5)) || return 1
  local -
  set +eux -f
  local LC_ALL=C IFS=$' \\t\\n'
  local _us_root='' _us_profile='' _us_max_age=180 _us_complete_age=900 _us_refresh='' _us_needs_refresh=''
  local _us_flag _us_value _us_seconds
  _usage_store_flags "$@" && _usage_store_directory || return 1

  local _us_view=$_us_root/usage.view _us_json=$_us_root/usage.json _us_text='' _us_now=$EPOCHSECONDS
  [[ -f $_us_view && -f $_us_json && -r $_us_json && ! $_us_json -nt $_us_view ]] || return 1
  # One read of one open file: whole, whoever replaces it meanwhile. It ends before the 4097th character.
  IFS= read -r -N 4097 _us_text 2>/dev/null <"$_us_view"
  [[ \${#_us_text} -le 4096 && $_us_text == *$'\\n' && $_us_text != *[!A-Za-z0-9_.:=+\\ $'\\n'-]* ]] || return 1
  local -a _us_lines _us_v
  local _us_numbers
  # The split below loses empty lines.
  [[ $_us_text != $'\\n'* && $_us_text != *$'\\n\\n'* ]] || return 1
  IFS=$'\\n'
  _us_lines=($_us_text)
  IFS=' '
  [[ \${_us_lines[*]%% *} == "$_usage_store_names" ]] || return 1
  _us_v=("\${_us_lines[@]#* }")
  IFS=,
  _us_numbers=\${_us_v[*]:1:27}
  _usage_store_assign
}
`;var usage_store_default2=`# usage_store [flags of usage-store get]: sets the variables of \`usage-store get --fish\` in th\
is shell, and returns its
# exit code. While usage.view is fresh no process is started; otherwise usage-store is. Nothing that a file holds is
# executed, whatever it holds. Source this file, or run: usage-store init fish | source

function usage_store
    # What sees the age of a file is of fish 3.5.
    if builtin --query path; and _usage_store_view $argv
        return 0
    end
    set -l _us_output (command usage-store get --fish $argv)
    set -l _us_exit $status
    if string match -q 'set -g usage_state *' -- $_us_output[1]
        # Assignments and nothing else, by promise of --fish.
        string join \\n -- $_us_output | source
    else
        # --help prints text.
        set -q _us_output[1]; and string join \\n -- $_us_output
        # Nothing is known: what an earlier render has set must not look like it.
        for _us_name in state age error retry_in scoped $_usage_store_buckets
            set -g usage_$_us_name ''
        end
        for _us_name in $_usage_store_buckets
            set -g usage_{$_us_name}_resets_in ''
            set -g usage_{$_us_name}_pace ''
            set -g usage_{$_us_name}_runs_out_in ''
        end
    end
    return $_us_exit
end

set -g _usage_store_buckets five_hour seven_day seven_day_opus seven_day_sonnet seven_day_oauth_apps extra_usage

# Named groups become variables; the name of a group has 32 characters at most.
set -g _usage_store_pattern '^usage-store-view 1\\ncached_at (?<_us_cached_at>\\d{1,12})\\nnext_reset (?<_us_next_reset>\\d{\
0,12})\\ncomplete_at (?<_us_complete_at>\\d{0,12}|never)\\n'\\
'five_hour (?<_us_percent1>\\d{0,3})\\nfive_hour_resets_at (?<_us_resets1>\\d{0,12})\\n'\\
'five_hour_pace (?<_us_pace1>-?\\d{0,4})\\nfive_hour_runs_out_at (?<_us_runs_out1>\\d{0,12})\\n'\\
'seven_day (?<_us_percent2>\\d{0,3})\\nseven_day_resets_at (?<_us_resets2>\\d{0,12})\\n'\\
'seven_day_pace (?<_us_pace2>-?\\d{0,4})\\nseven_day_runs_out_at (?<_us_runs_out2>\\d{0,12})\\n'\\
'seven_day_opus (?<_us_percent3>\\d{0,3})\\nseven_day_opus_resets_at (?<_us_resets3>\\d{0,12})\\n'\\
'seven_day_opus_pace (?<_us_pace3>-?\\d{0,4})\\nseven_day_opus_runs_out_at (?<_us_runs_out3>\\d{0,12})\\n'\\
'seven_day_sonnet (?<_us_percent4>\\d{0,3})\\nseven_day_sonnet_resets_at (?<_us_resets4>\\d{0,12})\\n'\\
'seven_day_sonnet_pace (?<_us_pace4>-?\\d{0,4})\\nseven_day_sonnet_runs_out_at (?<_us_runs_out4>\\d{0,12})\\n'\\
'seven_day_oauth_apps (?<_us_percent5>\\d{0,3})\\nseven_day_oauth_apps_resets_at (?<_us_resets5>\\d{0,12})\\n'\\
'seven_day_oauth_apps_pace (?<_us_pace5>-?\\d{0,4})\\nseven_day_oauth_apps_runs_out_at (?<_us_runs_out5>\\d{0,12})\\n'\\
'extra_usage (?<_us_percent6>\\d{0,3})\\nextra_usage_resets_at (?<_us_resets6>\\d{0,12})\\n'\\
'extra_usage_pace (?<_us_pace6>-?\\d{0,4})\\nextra_usage_runs_out_at (?<_us_runs_out6>\\d{0,12})\\n'\\
'scoped (?<_us_scoped>[A-Za-z0-9._= -]*)\\n\\z'

# Sets the variables from the view; fails, and has set nothing, where only usage-store can tell.
function _usage_store_view
    set -l _us_root ''
    set -l _us_profile ''
    set -l _us_max_age 180
    set -l _us_complete_age 900
    set -l _us_refresh no
    set -l _us_needs_refresh no

    while set -q argv[1]
        string match -rq '^(?<_us_flag>--[a-z-]+)(?:(?<_us_equals>=)(?<_us_value>[\\s\\S]*))?\\z' -- $argv[1]; or return 1
        switch $_us_flag
            case --fresh-only --ok --fish
                test -z "$_us_equals"; or return 1
                set -e argv[1]
                continue
            case --root --profile --max-age --max-stale --error-max-age --max-complete-age
            case --release-on --refresh --timeout --wait
            case '*'
                return 1
        end
        if test -z "$_us_equals"
            set -q argv[2]; or return 1
            set _us_value $argv[2]
            set -e argv[1]
        end
        set -e argv[1]
        switch $_us_flag
            case --root
                test -n "$_us_value"; or return 1
                set _us_root $_us_value
            case --profile
                test -n "$_us_value"; or return 1
                set _us_profile $_us_value
            case --release-on
            case --refresh
                string match -rq '[!-~]' -- $_us_value; or return 1
                set _us_refresh yes
            case '*'
                string match -rq '^(?<_us_number>\\d{1,9})(?<_us_unit>[smhd]?)\\z' -- $_us_value; or return 1
                test $_us_flag != --timeout -o $_us_number -gt 0; or return 1
                switch $_us_unit
                    case m
                        set _us_number (builtin math $_us_number x 60)
                    case h
                        set _us_number (builtin math $_us_number x 3600)
                    case d
                        set _us_number (builtin math $_us_number x 86400)
                end
                switch $_us_flag
                    case --max-age
                        set _us_max_age $_us_number
                    case --max-complete-age
                        set _us_complete_age $_us_number
                    case --timeout --wait
                        set _us_needs_refresh yes
                end
        end
    end
    test $_us_needs_refresh = no -o $_us_refresh = yes; or return 1

    # What is not exported does not reach usage-store either.
    if test -z "$_us_root"
        if set -qx USAGE_STORE_ROOT; and test -n "$USAGE_STORE_ROOT"
            set _us_root "$USAGE_STORE_ROOT"
            string match -q '/*' -- $_us_root; or return 1
        else if set -qx XDG_CACHE_HOME; and string match -q '/*' -- "$XDG_CACHE_HOME"
            set _us_root "$XDG_CACHE_HOME/linesmith"
        else if set -qx HOME; and string match -q '/*' -- "$HOME"
            set _us_root "$HOME/.cache/linesmith"
        else
            return 1
        end
    end
    # usage-store takes \`..\` out of a path as text, the kernel follows links first; what is not UTF-8 it refuses, and fi\
sh
    # has as private characters.
    string match -rq '^~(/|\\z)|(^|/)\\.\\.(/|\\z)|[\\x{f600}-\\x{f6ff}]' -- $_us_root; and return 1
    if test -z "$_us_profile"; and set -qx USAGE_STORE_PROFILE
        set _us_profile "$USAGE_STORE_PROFILE"
    end
    if test -n "$_us_profile"
        test "$_us_profile" != auto; or return 1
        string match -rq '^(?![.-])[A-Za-z0-9._@-]{1,64}\\z' -- $_us_profile; or return 1
        set _us_root "$_us_root/profiles/$_us_profile"
    end

    set -l _us_view $_us_root/usage.view
    test -f $_us_view -a -f $_us_root/usage.json -a -r $_us_root/usage.json; or return 1
    test $_us_root/usage.json -nt $_us_view; and return 1
    # The present is the time of the view and its age, if both are of the same file.
    set -l _us_written (builtin path mtime -- $_us_view); or return 1
    set -l _us_now (builtin math $_us_written + (builtin path mtime -R -- $_us_view)); or return 1
    test "$_us_written" = (builtin path mtime -- $_us_view); or return 1
    # One read of one open file: whole, whoever replaces it meanwhile.
    set -l fish_read_limit 4097
    set -l _us_text
    read --null _us_text <$_us_view 2>/dev/null; or return 1
    string match -rq -- $_usage_store_pattern $_us_text; or return 1

    test $_us_cached_at -le $_us_now -a $_us_now -lt (builtin math $_us_cached_at + $_us_max_age); or return 1
    test -z "$_us_next_reset"; or test $_us_now -lt $_us_next_reset; or return 1
    if test $_us_refresh = yes -a -n "$_us_complete_at"
        test $_us_complete_at != never; or return 1
        test $_us_now -lt (builtin math $_us_complete_at + $_us_complete_age); or return 1
    end

    set -g usage_state fresh
    set -g usage_age (builtin math $_us_now - $_us_cached_at)
    set -g usage_error ''
    set -g usage_retry_in ''
    set -g usage_scoped $_us_scoped
    for _us_n in 1 2 3 4 5 6
        set -l _us_name usage_$_usage_store_buckets[$_us_n]
        set -l _us_group _us_percent$_us_n
        set -g $_us_name $$_us_group
        set _us_group _us_pace$_us_n
        set -g {$_us_name}_pace $$_us_group
        for _us_end in resets runs_out
            set _us_group _us_$_us_end$_us_n
            if test -n "$$_us_group"
                set -g {$_us_name}_{$_us_end}_in (builtin math "max(0, $$_us_group - $_us_now)")
            else
                set -g {$_us_name}_{$_us_end}_in ''
            end
        end
    end
    return 0
end
`;var usage_store_default3=`function _usage_store_is_exported {
  [[ \${(Pt)1} == *export* ]]
}

# Sets the variables from the view; fails, and has set nothing, where only usage-store can tell.
function _usage_store_view {
  emulate -L zsh
  setopt no_err_exit no_err_return unset no_xtrace no_multibyte
  { zmodload -F zsh/datetime p:EPOCHSECONDS && zmodload -F zsh/system b:sysread; } || return 1
  local _us_root='' _us_profile='' _us_refresh='' _us_needs_refresh='' _us_flag _us_value
  integer _us_max_age=180 _us_complete_age=900
  # A text until it is known to be a number.
  local _us_seconds
  _usage_store_flags "$@" && _usage_store_directory || return 1

  local _us_view=$_us_root/usage.view _us_json=$_us_root/usage.json _us_text=''
  integer _us_now=EPOCHSECONDS
  [[ -f $_us_view && -f $_us_json && -r $_us_json && ! $_us_json -nt $_us_view ]] || return 1
  # One read of one open file: whole, whoever replaces it meanwhile.
  { sysread -s 4097 _us_text <$_us_view; } 2>/dev/null || return 1
  ((\${#_us_text} <= 4096)) || return 1
  [[ $_us_text == *$'\\n' && $_us_text != *[^A-Za-z0-9_.:=+\\ $'\\n'-]* ]] || return 1
  local -a _us_lines _us_v
  local _us_numbers
  _us_lines=("\${(@f)\${_us_text%$'\\n'}}")
  [[ \${(j: :)_us_lines%% *} == "$_usage_store_names" ]] || return 1
  _us_v=("\${(@)_us_lines#* }")
  _us_numbers=\${(j:,:)_us_v[2,28]}
  # From here on they are counted as bash does.
  setopt ksh_arrays
  _usage_store_assign
}
`;var INIT_FILES={bash:bash_and_zsh_default+usage_store_default,zsh:bash_and_zsh_default+usage_store_default3,fish:usage_store_default2},
init={name:"init",operands:["bash|zsh|fish"],summary:"print the function usage_store, which shows fresh usage without st\
arting a process",details:`Once in a shell: eval "$(usage-store init bash)", or in fish usage-store init fish | source; \
or kept in a file that is
sourced. Then usage_store, with the flags of get, sets the variables of get --shell.`,options:{},run(_options,{print},[shell=""]){
let file=Object.hasOwn(INIT_FILES,shell)?INIT_FILES[shell]:void 0;if(file===void 0)throw usageError(`init takes bash, zs\
h or fish, not ${JSON.stringify(shell)}`);return print(file),ExitCode.done}};var lock={name:"lock",summary:"print the back-off as JSON; exit 4 when it is active",options:{},run(_options,{directory,
now,print}){let root=directory(),nowMs=now(),state=readLockState(new LockStore(root).read(),nowMs,()=>new CacheStore(root).
dataCachedAtMs(nowMs));return print(`${jsonText(lockDocument(state,nowMs))}
`),state.active?ExitCode.blocked:ExitCode.done}};var path={name:"path",summary:"print the paths of the directory and its files",details:"A name and a path a line: root, \
cache, lock, mutex, view. They need not exist.",options:{},run(_options,{directory,print}){let root=directory(),files=Object.
entries({cache:CACHE_FILE,lock:LOCK_FILE,mutex:MUTEX_FILE,view:VIEW_FILE}),lines=[`root ${root}`,...files.map(([name,file])=>`${name}\
 ${root}/${file}`)];return print(lines.map(line=>`${forwardSlashes(line)}
`).join("")),ExitCode.done}};var put={name:"put",summary:"store the endpoint's response, read from stdin",details:"The response is a JSON object of a\
t most 64 KiB with a key of a usage response, or an empty one.",options:{at:instant("the response is of that time (RFC 3\
339 or Unix seconds); exit 1 if what is stored is newer"),error:errorCode("store an error entry instead; reads no stdin")},
run({at,error},context){if(exclusive({at,error}),at!==void 0&&at>context.now())throw usageError("--at lies in the future");
let directory=context.directory(),data=error===void 0?readResponse(context):null,store2=new CacheStore(directory);return ensureDirectory(
directory),underMutex(directory,()=>{let nowMs=context.now(),stored=at===void 0?null:store2.read(nowMs);if(at!==void 0&&
stored!==null&&!isMiss(stored)&&stored.cachedAtMs>at)return ExitCode.no;let entry=data===null?CachedUsage.withError(error??
"",nowMs):CachedUsage.withData(data,at??nowMs);return store2.write(entry,nowMs),ExitCode.done})}};function readResponse(context){
let result=parseResponse(bodyOf(context.readStdin(MAX_RESPONSE_BYTES)));if("rejected"in result)throw StoreError.tagged("\
BAD_INPUT",`stdin: ${result.rejected}`);return dataFromResponse(result.response)}var record={name:"record",summary:"store what a fetch brought, read from stdin: the response, or the back-off that it ca\
lls for",details:`stdin is an HTTP message as curl -sS -i prints it, or the body of a 200. Exit 0 also when it tells of \
a failure: the
back-off is recorded. Exit 5 for a success that is no usage response.`,options:{claim:text2("TOKEN","only if that claim \
still holds; otherwise exit 1, and nothing is changed"),status:number("N","stdin is the body alone of a response with th\
is status; 000 is curl's for none"),"retry-after":text2("VALUE","and with this Retry-After header; goes with --status"),
"curl-exit":number("N","the exit status of the curl that ran; 28 is a timeout")},run({claim:claim2,status,"retry-after":retryAfter,
"curl-exit":exit2=0},context){if(retryAfter!==void 0&&status===void 0)throw usageError("--retry-after goes with --status");
let directory=context.directory(),files=filesIn(directory),input=context.readStdin(MAX_FETCH_BYTES),outcome=status===void 0?
outcomeOfOutput(input,exit2):outcomeOfBody({status,retryAfter:retryAfter??null},input,exit2);if(claim2===void 0)files.prepare(),
underMutex(directory,()=>storeWithoutClaim(files,context,outcome));else if(!storeUnderClaim(files,context,claim2,outcome))
return ExitCode.no;if(outcome.kind==="failure"&&outcome.rejected!==void 0)throw StoreError.tagged("BAD_INPUT",`stdin: ${outcome.
rejected}`);return ExitCode.done}};var import_node_fs11=require("node:fs");var STDIN=0,STDOUT=1,STDERR=2,CHUNK_BYTES=64*1024,RETRY_PAUSE_MS=2,A_LITTLE_MORE=4;function writeStdout(text3){try{return writeAll(
STDOUT,text3),!0}catch(error){if(isErrno(error,"EPIPE"))return!1;throw cacheError("persist","stdout",error)}}function writeStderr(text3){
try{writeAll(STDERR,text3)}catch{return}}function isTerminal(fd){try{return(0,import_node_fs11.fstatSync)(fd).isCharacterDevice()&&
process.getBuiltinModule("node:tty").isatty(fd)}catch{return!1}}function readStdin(maxBytes){return readAll(maxBytes+A_LITTLE_MORE)}
function readAll(maxBytes){let chunks=[];for(let left=maxBytes;left>0;){let chunk=Buffer.allocUnsafe(Math.min(left,CHUNK_BYTES)),
length=readOnce(chunk);if(length===0)break;chunks.push(chunk.subarray(0,length)),left-=length}return Buffer.concat(chunks)}
function readOnce(chunk){try{return again(()=>(0,import_node_fs11.readSync)(STDIN,chunk,0,chunk.length,null))}catch(error){
if(isErrno(error,"EOF"))return 0;throw cacheError("io","stdin",error)}}function writeAll(fd,text3){let bytes=Buffer.from(
text3);for(;bytes.length>0;){let written=again(()=>(0,import_node_fs11.writeSync)(fd,bytes));bytes=bytes.subarray(written)}}
function again(call){for(;;)try{return call()}catch(error){if(!isErrno(error,"EAGAIN"))throw error;pause(RETRY_PAUSE_MS)}}var ENDING=["SIGINT","SIGTERM","SIGHUP","SIGQUIT","SIGUSR2","SIGALRM","SIGXCPU"];function holdSignals(){let first=null,held={
onSignal(){},async passOn(){await new Promise(setImmediate);for(let signal of ENDING)process.removeListener(signal,receive);
first!==null&&die(first)}},receive=signal=>{first??=signal,held.onSignal(signal)};for(let signal of ENDING)process.on(signal,
receive);return held}function die(signal){process.kill(process.pid,signal),pause(1e3),process.exit(exitOfSignal(signal))}
function exitOfSignal(signal){return 128+process.getBuiltinModule("node:os").constants.signals[signal]}var GRACE_MS=1e3;function runCommand(command2,limits2){return new Promise(resolve2=>{let child=start(command2,limits2);if("\
failed"in child)return resolve2({started:!1,code:child.failed});let stdout=keep(child.stdout,limits2.keepBytes),stderr=keep(
child.stderr,limits2.keepBytes),ended=null,exited=!1,grace,settle=exit2=>{clearTimeout(timer),clearTimeout(grace);for(let stream of[
child.stdout,child.stderr])stream?.destroy();resolve2({started:!0,exit:exit2,ended,stdout:stdout.bytes(),stderr:stderr.bytes()})},
end=why=>{ended!==null||exited||(ended=why,killGroup(child,"SIGTERM"),grace=setTimeout(()=>{killGroup(child,"SIGKILL"),grace=
setTimeout(()=>settle(exitOfSignal("SIGKILL")),GRACE_MS)},GRACE_MS))},timer=setTimeout(()=>setImmediate(()=>end("timeout")),
limits2.timeoutMs);limits2.signals.onSignal=end,child.on("error",error=>{child.pid===void 0&&(clearTimeout(timer),resolve2(
{started:!1,code:error.code??"ENOENT"}))}),child.on("exit",(code,signal)=>{exited=!0,ended!==null&&killGroup(child,"SIGK\
ILL");let exit2=code??exitOfSignal(signal??"SIGKILL");whenQuiet(()=>stdout.seen()+stderr.seen(),limits2.keepBytes,()=>settle(
exit2))})})}function start([file="",...args],{keepStderr}){let windows=process.platform==="win32",options2={detached:!windows,
stdio:["ignore","pipe",keepStderr?"pipe":"ignore"],windowsHide:!0},cmd=windows&&args.slice(0,3).join(" ")==="/d /s /c",given=cmd?
[...args.slice(0,3),`"${args.slice(3).join(" ")}"`]:args;try{let{spawn}=process.getBuiltinModule("node:child_process");return spawn(
file,given,{...options2,windowsVerbatimArguments:cmd})}catch(error){return{failed:error.code??"EINVAL"}}}function keep(stream,keepBytes){
let chunks=[],seen=0;return stream?.on("data",chunk=>{seen<keepBytes&&chunks.push(chunk.subarray(0,keepBytes-seen)),seen+=
chunk.length}),stream?.on("error",()=>{}),{seen:()=>seen,bytes:()=>Buffer.concat(chunks)}}function whenQuiet(seen,enough,then){
let before=-1,quietTurns=0,turn=()=>{quietTurns=seen()===before?quietTurns+1:0,before=seen(),quietTurns===2||before>2*enough?
then():setImmediate(turn)};setImmediate(turn)}function killGroup({pid},signal){if(pid!==void 0)try{if(process.platform===
"win32"){let{spawnSync}=process.getBuiltinModule("node:child_process");spawnSync("taskkill",["/pid",String(pid),"/t","/f"],
{windowsHide:!0})}else process.kill(-pid,signal)}catch{return}}var refresh={name:"refresh",takesCommand:!0,summary:"run COMMAND if a refresh is wanted and nobody else is at it, and re\
cord what it fetched",details:`COMMAND prints an HTTP message as curl -sS -i does, or the body of a 200. Its exit status\
 is taken for that of curl;
77 says that there are no credentials. Exit 0: the cache is fresh now, or was; 1: somebody is fetching, or the fetch
failed and its back-off is recorded; 4: a back-off is running.`,options:{timeout:TIMEOUT_OPTION,force:flag("ignore fresh\
ness and back-off, but not the claim of another"),claim:text2("TOKEN","work under a claim that holds, instead of decidin\
g"),...DECISION_OPTIONS},async run(given,context,words){exclusive({claim:given.claim,force:given.force});let files=filesIn(
context.directory()),signals=holdSignals();try{let claimed=theClaim(files,context,given);return typeof claimed=="number"?
claimed:await fetchAndStore(files,context,{words,signals,...claimed})}finally{await signals.passOn()}}};function theClaim(files,context,given){
let timeout=timeoutSeconds(given.timeout);if(given.claim!==void 0){let leftMs=leaseLeftMs(files,context,given.claim);return leftMs===
null||leftMs<=GRACE_MS?ExitCode.no:{token:given.claim,timeoutMs:Math.min(timeout*1e3,leftMs-GRACE_MS),own:!1}}let claimed=requestClaim(
files,context,given,{leaseSeconds:leaseSecondsFor(timeout),force:given.force});return"token"in claimed?{token:claimed.token,
timeoutMs:timeout*1e3,own:!0}:exitOfLost(claimed,given.force===!0?ExitCode.no:ExitCode.done)}async function fetchAndStore(files,context,fetch){
let ran=await runCommand(fetch.words,{timeoutMs:fetch.timeoutMs,keepBytes:MAX_FETCH_BYTES+A_LITTLE_MORE,keepStderr:isTerminal(
STDERR),signals:fetch.signals});return conclude(files,context,fetch,ran)}function conclude(files,context,{words,token,own},ran){
if(ran.started&&ran.ended!==null&&ran.ended!=="timeout")return releaseClaim(files,context,token),ExitCode.no;let outcome=outcomeOf(
ran);if(ran.started&&(ran.ended!==null||ran.exit!==0)&&context.printError(shown(ran.stderr)),outcome.kind==="not-run"||outcome.
kind==="no-credentials"){if(own&&releaseClaim(files,context,token),outcome.kind==="no-credentials")return ExitCode.no;throw notRun(
words,ran)}if(!storeUnderClaim(files,context,token,outcome))return ExitCode.no;if(outcome.kind==="data")return ExitCode.
done;if(outcome.rejected===void 0)return ExitCode.no;throw StoreError.tagged("BAD_INPUT",`what ${words[0]} printed: ${outcome.
rejected}`)}function outcomeOf(ran){return ran.started?outcomeOfCommand(ran.stdout,ran.ended===null?ran.exit:"timeout"):
{kind:"not-run"}}function notRun([file=""],ran){return ran.started?StoreError.tagged("NOT_RUN",`${file} could not run it\
s command: exit ${ran.exit}`):new StoreError(ran.code,`cannot run ${file}`)}function shown(stderr){let text3=stderr.toString(
"utf8").replaceAll("	"," ").split(`
`).map(plainText).join(`
`);return text3===""||text3.endsWith(`
`)?text3:`${text3}
`}var release={name:"release",operands:["TOKEN"],summary:"give a claim up; what stood in the lock before it stands there a\
gain",details:"Exit 1, and nothing is changed, when that claim does not hold any more.",options:{},run(_options,context,[
token=""]){return releaseClaim(filesIn(context.directory()),context,token)?ExitCode.done:ExitCode.no}};var unblock={name:"unblock",summary:"end the back-off",details:"Fine when there is none. A fetch that is under way stays\
 under way.",options:{},run(_options,{directory,now}){let root=directory(),store2=new LockStore(root);return underMutex(
root,()=>{let file=store2.readUnderMutex();store2.leave(lockAfterUnblock(file,now()),{keepLease:file})}),ExitCode.done}};var COMMANDS=[get,refresh,put,clear,claim,record,release,lock,block,unblock,path,init];function findCommand(name){return COMMANDS.
find(command2=>command2.name===name)}var GLOBAL_OPTIONS={root:text2("DIR","the directory of the files; default $USAGE_STORE_ROOT, $XDG_CACHE_HOME/linesmith, \
~/.cache/linesmith"),profile:text2("NAME","a directory of its own below it, for several accounts; default $USAGE_STORE_P\
ROFILE")},TOP_OPTIONS={...GLOBAL_OPTIONS,version:flag("print the version, also -V")};var HELP={help:{help:"print this, also -h"}};function renderHelp(commands){return[`usage-store: the last answer of the C\
laude Code usage endpoint, on disk, for status lines and prompts
`,`usage: usage-store [OPTION\u2026] COMMAND [OPTION\u2026]
`,`commands:
${rows([...commands.map(({name,summary})=>[name,summary]),["help [COMMAND]","print this, or a command's help"]])}`,`opti\
ons:
${optionRows({...TOP_OPTIONS,...HELP})}`,`A duration (DUR) is 90, 90s, 3m, 2h or 1d.
`,`exit codes:
${rows(Object.entries(EXIT_MEANINGS))}`].join(`
`)}function renderCommandHelp({name,operands=[],takesCommand,summary,details,options:options2}){let words=takesCommand===
!0?["-- COMMAND [ARG\u2026]"]:operands;return[`usage-store ${name}: ${summary}
`,`usage: usage-store ${[name,...Object.keys(options2).length>0?["[OPTION\u2026]"]:[],...words].join(" ")}
`,...details===void 0?[]:[`${details}
`],`options:
${optionRows({...options2,...GLOBAL_OPTIONS,...HELP})}`].join(`
`)}function optionRows(table){return rows(Object.entries(table).map(([name,option])=>[optionForm(name,option),option.help]))}
function optionForm(name,{placeholder}){return placeholder===void 0?`--${name}`:`--${name} ${placeholder}`}function rows(pairs){
let width=Math.max(...pairs.map(([left])=>left.length));return pairs.map(([left,right])=>`  ${left.padEnd(width)}  ${right}\

`).join("")}function report(error,printError){let{code,message}=error instanceof StoreError?error:{code:"INTERNAL",message:`internal\
 error: ${String(error)}`};return printError(`usage-store: ${plainText(message)} (${code})
`),exitCodeOf(code)}function run(argv,io){try{let exit2=dispatch(argv,io);return typeof exit2=="number"?exit2:exit2.catch(error=>report(error,
io.printError))}catch(error){return report(error,io.printError)}}function dispatch(argv,io){let top=parseArguments(argv,
TOP_OPTIONS,!0);if(top.options.version===!0)return say(io,`usage-store ${io.version}
`);let[name,...rest]=top.rest;if(top.helpWanted||name===void 0)return say(io,renderHelp(COMMANDS));if(name==="help")return help(
rest,io);let command2=knownCommand(name),own=parseArguments(rest,{...command2.options,...GLOBAL_OPTIONS},command2.takesCommand);
if(own.helpWanted)return say(io,renderCommandHelp(command2));let operands=command2.takesCommand===!0?takenCommand(command2,
own.rest):takenOperands(command2,own.operands),flags={...top.options,...own.options},context={...io,directory:()=>resolveDirectory(
flags,io.environment),rootArguments:rootArguments(flags)};return command2.run(own.options,context,operands)}function takenOperands({
name,operands:expected=[]},given){let stray=given[expected.length];if(stray!==void 0)throw usageError(`${name} takes no \
argument ${JSON.stringify(stray)}`);let missing=expected[given.length];if(missing!==void 0)throw usageError(`${name} nee\
ds ${missing}`);return given}function takenCommand({name},given){if((given[0]??"")==="")throw usageError(`${name} needs \
-- COMMAND [ARG\u2026]`);return given}function rootArguments({root,profile}){return[...root===void 0?[]:[`--root=${root}`],
...profile===void 0?[]:[`--profile=${profile}`]]}function help(rest,io){let{operands,helpWanted}=parseArguments(rest,GLOBAL_OPTIONS),
[name,stray]=operands;if(stray!==void 0)throw usageError("help takes one command");return name===void 0||name==="help"||
helpWanted?say(io,renderHelp(COMMANDS)):say(io,renderCommandHelp(knownCommand(name)))}function knownCommand(name){let command2=findCommand(
name);if(command2===void 0)throw usageError(`unknown command ${JSON.stringify(name)}: see usage-store help`);return command2}
function say(io,text3){return io.print(text3),ExitCode.done}var OLDEST_NODE=24;function main(){return Number.parseInt(process.versions.node,10)<OLDEST_NODE?(writeStderr(`usage-stor\
e: needs Node ${OLDEST_NODE} or later, this is ${process.versions.node} (NODE_VERSION)
`),ExitCode.environment):run(process.argv.slice(2),{now:Date.now,random:Math.random,environment:process.env,readStdin,print:writeStdout,
printError:writeStderr,version:"0.1.0"})}var exit=main();typeof exit=="number"?process.exit(exit):exit.then(code=>process.
exit(code));
