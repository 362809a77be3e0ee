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
var Zo=Object.create;var We=Object.defineProperty;var Qo=Object.getOwnPropertyDescriptor;var es=Object.getOwnPropertyNames;var ts=Object.getPrototypeOf,ns=Object.prototype.hasOwnProperty;var Ve=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(r){throw n=[r],r}};var rs=(e,t)=>()=>{try{return t||e((t={exports:{}}).exports,t),t.exports}catch(n){throw t=0,n}},Dt=(e,t)=>{for(var n in t)
We(e,n,{get:t[n],enumerable:!0})},On=(e,t,n,r)=>{if(t&&typeof t=="object"||typeof t=="function")for(let o of es(t))!ns.call(
e,o)&&o!==n&&We(e,o,{get:()=>t[o],enumerable:!(r=Qo(t,o))||r.enumerable});return e};var os=(e,t,n)=>(n=e!=null?Zo(ts(e)):{},On(t||!e||!e.__esModule?We(n,"default",{value:e,enumerable:!0}):n,e)),Ut=e=>On(We(
{},"__esModule",{value:!0}),e);function Kt(){let e=()=>Math.floor(Math.random()*4503599627370496).toString(16).padStart(13,"0");return e()+e()}function le(){
return`us-${Kt()}.tmp`}function mr(e){return li.test(e)}var li,ue=Ve(()=>{li=/.\.us-[0-9a-f]{26}\.tmp$/});var fr={};Dt(fr,{createHash:()=>ui});function ui(){let e={update:()=>e,digest:()=>({readUInt32BE:le})};return e}var pr=Ve(
()=>{ue()});var hr={};Dt(hr,{onExit:()=>di});function di(){return()=>{}}var yr=Ve(()=>{});var gr={};Dt(gr,{threadId:()=>mi});var mi,br=Ve(()=>{mi=0});var Er=rs((Qc,Fe)=>{"use strict";Fe.exports=Si;Fe.exports.sync=Ei;Fe.exports._getTmpname=zt;Fe.exports._cleanupOnExit=qt;
var y=require("fs"),fi=(pr(),Ut(fr)),{onExit:Sr}=(yr(),Ut(hr)),pi=require("path"),{promisify:R}=require("util"),Y={},hi=(function(){
try{return(br(),Ut(gr)).threadId}catch{return 0}})(),yi=0;function zt(e){return e+"."+fi.createHash("sha1").update(__filename).
update(String(process.pid)).update(String(hi)).update(String(++yi)).digest().readUInt32BE(0)}function qt(e){return()=>{try{
y.unlinkSync(typeof e=="function"?e():e)}catch{}}}function gi(e){return new Promise(t=>{Y[e]||(Y[e]=[]),Y[e].push(t),Y[e].
length===1&&t()})}function it(e){return e.code==="ENOSYS"||(!process.getuid||process.getuid()!==0)&&(e.code==="EINVAL"||
e.code==="EPERM")}async function bi(e,t,n={}){typeof n=="string"&&(n={encoding:n});let r,o,s=Sr(qt(()=>o)),i=pi.resolve(
e);try{await gi(i);let c=await R(y.realpath)(e).catch(()=>e);if(o=zt(c),!n.mode||!n.chown){let a=await R(y.stat)(c).catch(
()=>{});a&&(n.mode==null&&(n.mode=a.mode),n.chown==null&&process.getuid&&(n.chown={uid:a.uid,gid:a.gid}))}r=await R(y.open)(
o,"w",n.mode),n.tmpfileCreated&&await n.tmpfileCreated(o),ArrayBuffer.isView(t)?await R(y.write)(r,t,0,t.length,0):t!=null&&
await R(y.write)(r,String(t),0,String(n.encoding||"utf8")),n.fsync!==!1&&await R(y.fsync)(r),await R(y.close)(r),r=null,
n.chown&&await R(y.chown)(o,n.chown.uid,n.chown.gid).catch(a=>{if(!it(a))throw a}),n.mode&&await R(y.chmod)(o,n.mode).catch(
a=>{if(!it(a))throw a}),await R(y.rename)(o,c)}finally{r&&await R(y.close)(r).catch(()=>{}),s(),await R(y.unlink)(o).catch(
()=>{}),Y[i].shift(),Y[i].length>0?Y[i][0]():delete Y[i]}}async function Si(e,t,n,r){n instanceof Function&&(r=n,n={});let o=bi(
e,t,n);if(r)try{let s=await o;return r(s)}catch(s){return r(s)}return o}function Ei(e,t,n){typeof n=="string"?n={encoding:n}:
n||(n={});try{e=y.realpathSync(e)}catch{}let r=zt(e);if(!n.mode||!n.chown)try{let a=y.statSync(e);n=Object.assign({},n),
n.mode||(n.mode=a.mode),!n.chown&&process.getuid&&(n.chown={uid:a.uid,gid:a.gid})}catch{}let o,s=qt(r),i=Sr(s),c=!0;try{
if(o=y.openSync(r,"w",n.mode||438),n.tmpfileCreated&&n.tmpfileCreated(r),ArrayBuffer.isView(t)?y.writeSync(o,t,0,t.length,
0):t!=null&&y.writeSync(o,String(t),0,String(n.encoding||"utf8")),n.fsync!==!1&&y.fsyncSync(o),y.closeSync(o),o=null,n.chown)
try{y.chownSync(r,n.chown.uid,n.chown.gid)}catch(a){if(!it(a))throw a}if(n.mode)try{y.chmodSync(r,n.mode)}catch(a){if(!it(
a))throw a}y.renameSync(r,e),c=!1}finally{if(o)try{y.closeSync(o)}catch{}i(),c&&s()}}});var p=class e extends Error{code;constructor(t,n,r){super(n,r),this.name="StoreError",this.code=t}static tagged(t,n){return new e(
t,n)}},b=class extends p{kind;path;constructor(t,n,r,o,s){super(r,`cannot ${t==="io"?"read":"write"} ${n}: ${o}`,{cause:s}),
this.name="CacheError",this.kind=t,this.path=n}};function S(e){return p.tagged("USAGE",e)}function G(e){let t=Object.keys(e).filter(n=>e[n]!==void 0);if(t.length>1)throw S(
`${t.map(n=>`--${n}`).join(" and ")} exclude each other`);return t[0]}function Ge(e,t,n=!1){let r={},o=[],s=0;for(;s<e.length;){
let i=e[s++]??"",c=i==="-V"&&Object.hasOwn(t,"version")?"--version":i;if(c==="--help"||c==="-h")return{options:r,operands:o,
helpWanted:!0,rest:[]};if(c==="--"){let x=e.slice(s);return n?{options:r,operands:o,helpWanted:!1,rest:x}:{options:r,operands:[
...o,...x],helpWanted:!1,rest:[]}}if(!c.startsWith("-")||c==="-"){if(n)return{options:r,operands:o,helpWanted:!1,rest:e.
slice(s-1)};o.push(c);continue}let a=c.indexOf("="),l=a<0?c.slice(2):c.slice(2,a),d=c.startsWith("--")&&Object.hasOwn(t,
l)?t[l]:void 0;if(d===void 0)throw S(`unknown option ${a<0?c:c.slice(0,a)}`);if(d.placeholder===void 0){if(a>=0)throw S(
`--${l} takes no value`);r[l]=!0;continue}let f=a<0?e[s++]:c.slice(a+1);if(f===void 0)throw S(`--${l} needs a value: ${d.
placeholder}`);let g=d.parse(f);if(g===null)throw S(`--${l} takes ${d.placeholder}, not ${JSON.stringify(f)}`);d.repeatable!==
!0?r[l]=g:Array.isArray(r[l])?r[l].push(g):r[l]=[g]}return{options:r,operands:o,helpWanted:!1,rest:[]}}var ss=/^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;function _(e){let t=ss.exec(e);if(t===null)return null;let[n,r,o,s,i,c]=t.slice(1,7).map(Number);if(s>23||i>59||c>60||!is(
n,r,o))return null;let a=Number(t[9]??0),l=Number(t[10]??0);if(a>23||l>59)return null;let d=(t[8]==="-"?-1:1)*(a*60+l)*6e4,
f=wn(n,r,o)+((s*60+i)*60+Math.min(c,59))*1e3-d;return f>2534022072e5?null:f+Number((t[7]??"").padEnd(3,"0").slice(0,3))}
function He(e){return new Date(e).toISOString()}function E(e){return Math.floor(e/1e3)}function j(e,t){return Math.max(0,
E(t)-E(e))}function wn(e,t,n){return new Date(0).setUTCFullYear(e,t-1,n)}function is(e,t,n){let r=new Date(wn(e,t,n));return r.
getUTCMonth()===t-1&&r.getUTCDate()===n}var vt=JSON;function Tn(e){return Cn(e,t=>JSON.parse(t))}function ee(e){return Cn(e,t=>vt.parse(t,(n,r,{source:o})=>typeof r==
"number"&&o!==void 0&&String(r)!==o?vt.rawJSON(o):r))}var Nn=/"[^"\\]*(?:"|(?:\\.?[^"\\]*)*(?:"|$))/gs,$e="\uE000",kn=/\s*:/y;
function Cn(e,t){if(!e.includes("\\"))return t(e);let n=[],r=e.replace(Nn,(s,i)=>(kn.lastIndex=i+s.length,!(s.includes("\
\\")||s.startsWith($e,1))||!kn.test(e)?s:`"${$e}${n.push(JSON.parse(s))-1}"`)),o=s=>(s.startsWith($e)?n[Number(s.slice($e.
length))]:void 0)??s;return n.length===0?t(e):jt(t(r),o)}function jt(e,t){return Array.isArray(e)?e.map(n=>jt(n,t)):h(e)?
Object.fromEntries(Object.entries(e).map(([n,r])=>[t(n),jt(r,t)])):e}function xe(e){return vt.isRawJSON(e)}function h(e){
return typeof e=="object"&&e!==null&&!Array.isArray(e)&&!xe(e)}function Oe(e){return typeof e=="number"?String(e):e!==void 0&&
xe(e)?e.rawJSON:null}function we(e){let t=typeof e=="number"?e:e!==void 0&&xe(e)?Number(e.rawJSON):NaN;return Number.isFinite(
t)?t:null}function m(e,t){return Object.hasOwn(e,t)?e[t]:void 0}var as=new RegExp(`${Nn.source}|[^"[\\]{}]+`,"gs"),Mn=/\{\}|\[\]/g;
function Ye(e,t){let[n,r]=[e.split("{",t+2).length,e.split("[",t+2).length];return n+r-2>t&&Bt(e,t).search(Mn)>=0}function Bt(e,t){
let n=e.replace(as,"");for(let r=0;r<t;r++){let o=n.replace(Mn,"");if(o===n)return n;n=o}return n}var Fn=64*1024,U=86400,An=30,cs=2e3,ls=181,us=2e3,_n=2n**63n;function Dn(e){let t;try{t=ee(e)}catch{return"legacy"}if(!h(
t))return"legacy";let n=Rn(t);if(n===null)return"legacy";let r=m(t,"claim"),o=m(t,"before");return{...n,failures:In(m(t,
"failures"))??0,claim:typeof r=="string"&&r!==""?r:null,lease:In(m(t,"lease")),before:h(o)?Rn(o):null}}function Rn(e){let t=Un(
m(e,"blocked_until")),n=m(e,"error")??null;return t!==null&&(n===null||typeof n=="string")?{blockedUntil:t,error:n}:null}
function Un(e){let t=Oe(e);if(t===null||t==="-0"||!/^-?\d{1,19}$/.test(t))return null;let n=BigInt(t);return n>=-_n&&n<_n?
Number(n):null}function In(e){let t=Un(e);return t!==null&&t>=0&&Number.isSafeInteger(t)?t:null}function vn({blockedUntil:e,
error:t,failures:n,claim:r,lease:o,before:s}){return{...Ln({blockedUntil:e,error:t}),...r===null?{}:{claim:r},...o===null?
{}:{lease:o},...n===0?{}:{failures:n},...s===null?{}:{before:Ln(s)}}}function Ln({blockedUntil:e,error:t}){return{blocked_until:Math.
max(Number.MIN_SAFE_INTEGER,Math.min(Number.MAX_SAFE_INTEGER,e)),...t===null?{}:{error:t}}}function Xe(e,t){if(e===null||
e.lock==="legacy"||e.lock.claim===null)return!1;let{lease:n,blockedUntil:r}=e.lock,o=e.fileSystemNowMs??t,s=e.fileSystemNowMs===
void 0?cs:0;return e.mtimeMs-o>s?!1:n===null?Math.min(r,Bn(e,o))>E(o):e.mtimeMs+Math.min(n,U)*1e3>o}function jn(e,t,n){return e!==
null&&e.lock!=="legacy"&&e.lock.claim===t&&Xe(e,n)}function ds(e,t){if(e===null)return null;if(e.lock==="legacy")return e.
mtimeMs-t>An*1e3?null:{blockedUntil:E(e.mtimeMs)+An,error:null};let n=e.lock.claim===null?e.lock:e.lock.before;return n===
null?null:{blockedUntil:Math.min(n.blockedUntil,Bn(e,t)),error:n.error}}function Bn(e,t){return E(Math.min(e.mtimeMs,t))+
U}function ms(e,t,n){return e.lock==="legacy"||t.error!==null||n===null?!1:Jn(t,n)||Math.abs(e.mtimeMs-n)<=us}function Jn({
blockedUntil:e},t){return Math.abs(e-E(t))<=ls}function W(e,t,n){let r=Xe(e,t),o=ds(e,t),s=e!==null&&o!==null&&o.blockedUntil>
E(t),i=s&&o.error===null?n():null,c=s&&!ms(e,o,i),a=!s||c||i!==null&&Jn(o,i),l=e===null||e.lock==="legacy"?null:e.lock;return{
fetching:r,leaseEnds:r&&l!==null?l.blockedUntil:null,running:c,active:c&&!r,block:o,carried:a?o:null,failures:l?.failures??
0}}var fs=["Jan","Feb","Mar","Apr","May","Jun","Jul","Aug","Sep","Oct","Nov","Dec"],ps=/^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
hs=/^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,ys=/^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/,
gs=50*365.2425*864e5;function Pn(e,t){let n=e.trim();if(/^\d+$/.test(n))return Number(n)>0?Number(n):null;let r=bs(n,t);
if(r===null)return null;let o=E(r)-E(t);return o>0?o:null}function bs(e,t){let n=(ps.exec(e)??hs.exec(e)??ys.exec(e))?.groups;
if(n===void 0)return null;let{day:r="",month:o="",year:s="",time:i=""}=n,c=String(fs.indexOf(o)+1).padStart(2,"0"),a=f=>_(
`${f}-${c}-${r.trim().padStart(2,"0")}T${i}Z`);if(s.length===4)return a(s);let l=Math.floor(new Date(t).getUTCFullYear()/
100),d=a(`${l}${s}`);return d!==null&&d-t>gs?a(`${l-1}${s}`):d}var Ss={base:300,cap:3600},Es={base:30,cap:300},xs=["RateLimited","Forbidden"],Os=.1;function Ke({error:e,failures:t,retryAfter:n},r,o){
let s=e==="RateLimited"&&n!==null?Pn(n,r):null,{base:i,cap:c}=xs.includes(e)?Ss:Es,a=s===null?Math.min(c,i*2**t):Math.min(
s,U),l=a*Os*o,d=Math.floor(a+(s===null?l:Math.max(1,l)));return{blockedUntil:E(r)+Math.min(d,U),error:e}}var Jt={claim:null,lease:null,before:null};function Wn({block:e,running:t},n){return!t||e===null||e.blockedUntil<n.blockedUntil?
n:{blockedUntil:e.blockedUntil,error:e.error??n.error}}function Vn(e,t,n){let r=n?t:Wn(e,t);if(!(r!==t&&!e.fetching))return{
...r,failures:e.failures,...Jt}}function Gn(e,t){return{...Wn(e,t),failures:Math.min(e.failures+1,Number.MAX_SAFE_INTEGER),
...Jt}}function ze(e,t){return e===null||e.lock==="legacy"||!Xe(e,t)?null:{...e.lock,failures:0,before:null}}function Hn(e,t,n,r){
return{blockedUntil:E(r)+n,error:null,failures:e.failures,claim:t,lease:n,before:e.carried}}function $n({before:e,failures:t}){
return e===null?null:{...e,failures:t,...Jt}}var ws=["Unauthorized","Forbidden","RateLimited"];function qe(e,t){if(e===null||
e.lock==="legacy")return e;let n=t();if(n===null||n<=e.mtimeMs)return e;let r=s=>ws.includes(s.error)?{...s,blockedUntil:0}:
s,{lock:o}=e;return{...e,lock:{...r(o),before:o.before===null?null:r(o.before)}}}var Mr=require("node:path");var te=["five_hour","seven_day","seven_day_opus","seven_day_sonnet","seven_day_oauth_apps","extra_usage","limits"],Te=e=>typeof e==
"string",Ne=e=>we(e)!==null,Yn=e=>typeof e=="string"&&_(e)!==null,ks=e=>t=>t===void 0||e(t),C=e=>t=>t==null||e(t),Ce=e=>t=>h(
t)&&Object.entries(e).every(([n,r])=>r(m(t,n))),ke=C(Ce({utilization:Ne,resets_at:C(Yn)})),Ts=C(Ce({is_enabled:C(e=>typeof e==
"boolean"),utilization:C(Ne),monthly_limit:C(Ne),used_credits:C(Ne),currency:C(Te)})),Ns=Ce({kind:Te,percent:Ne,resets_at:C(
Yn),severity:ks(Te),scope:C(Ce({model:C(Ce({display_name:C(Te),id:C(Te)}))}))}),Cs=C(e=>Array.isArray(e)&&e.every(Ns)),Ms={
five_hour:ke,seven_day:ke,seven_day_opus:ke,seven_day_sonnet:ke,seven_day_oauth_apps:ke,extra_usage:Ts,limits:Cs};function Xn(e,t){
return Ms[e](t)}var Pt=100;function Wt(e){if(typeof e=="string")return e.isWellFormed()?null:"a lone surrogate";if(typeof e==
"number"||e!==null&&typeof e=="object"&&xe(e))return we(e)===null?"a number beyond double range":null;if(e===null||typeof e!=
"object")return null;for(let[t,n]of Object.entries(e)){let r=t.isWellFormed()?Wt(n):"a lone surrogate";if(r!==null)return r}
return null}var As=64*1024,H=String.raw`[ \t\n\r]*`,_s=String.raw`"[^"\\\x00-\x1F]*"`,Rs=String.raw`"[^"\\\x00-\x1F]*(?:\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})[^"\\\x00-\x1F]*)*"`,
Is=String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`,Vt=`(?:${Rs}|${Is}|true|false|null)`,Ls=`(?:${Vt}|\\{${Kn(zn(
Vt))}\\}|\\[${Kn(Vt)}\\])`;function zn(e){return`${_s}${H}:${H}${e}`}function Kn(e){return`${H}(?:${e}${H}(?:,${H}(?![\\]\
}])|(?=[\\]}])))*`}function qn(e,t,n){let r=`"${t}"`,o=e.length<As?-1:e.indexOf(r),s=o<0?-1:e.indexOf("{",o);if(s<0||e.slice(
o+r.length,s).trim()!==":"||Bt(e.slice(0,o),8)!=="{{")return e;let i=`${H}(?!"(?:${n.join("|")})")${zn(Ls)}${H}`,c=new RegExp(
`${i}(?:,(?=${H}")|(?=\\}))`,"y"),a=s+1,l=a;for(c.lastIndex=a;c.test(e);)l=c.lastIndex;return e.slice(0,a)+e.slice(l)}var ne="usage_store";function Ze(e){let t=[],n=[];for(let r of te){let o=m(e,r);if(o===void 0)continue;let s=Xn(r,o);t.push(
[r,s?o:null]),s||n.push([r,o])}for(let[r,o]of Object.entries(e))!Fs(r)&&r!==ne&&n.push([r,o]);return Object.fromEntries(
[...t,["unknown_buckets",Object.fromEntries(n)]])}function Zn(e){let t=ie(e),n=Object.entries(e).filter(([s,i])=>s!=="un\
known_buckets"&&!Qn(i,s,t)),r=new Set(n.map(([s])=>s)),o=Object.entries(t).filter(([s])=>s!==ne&&!r.has(s));return Object.
fromEntries([...n,...o])}function Qe(e,t){let n=ie(e),r=t==="unknown_buckets"?void 0:m(e,t);return r!==void 0&&!Qn(r,t,n)?
r:t===ne?void 0:m(n,t)}function Qn(e,t,n){return e===null&&Object.hasOwn(n,t)}function ie(e){let t=m(e,"unknown_buckets");
return h(t)?t:{}}function Fs(e){return te.includes(e)}var Gt=1,et=256*1024,Ds=127,Us=[...te,ne],vs=6e4,Me={withData(e,t){return{cachedAtMs:t,data:e,error:null}},withError(e,t){
return{cachedAtMs:t,data:null,error:{code:e}}}};function ae(e){return"miss"in e}function Ae({data:e,error:t}){return e===
null==(t===null)}function re(e){return ae(e)?e.miss==="future-dated"?e.dataCachedAtMs:null:Ae(e)||e.data===null?null:e.cachedAtMs}
function er(e,t,n=!1){let r={miss:"malformed"},o=n?e:qn(e,"unknown_buckets",Us);if(Ye(o,Ds))return r;let s;try{s=n?ee(o):
Tn(o)}catch{return r}if(!h(s))return r;let i=m(s,"schema_version");if(i===void 0)return r;if(!Js(i,o))return{miss:"other\
-schema"};let c=m(s,"cached_at"),a=typeof c=="string"?_(c):null,l=m(s,"data")??null,d=m(s,"error")??null;if(a===null||!(l===
null||h(l))||!(d===null||h(d)))return r;let f=d===null?null:m(d,"code");if(d!==null&&typeof f!="string")return r;let g={
cachedAtMs:a,data:l,error:typeof f=="string"?{code:f}:null};return a-t>vs?{miss:"future-dated",dataCachedAtMs:re(g)}:g}var js=/^\s*\{\s*"schema_version"\s*:\s*1\s*,/,
Bs=[`{
  "schema_version": 1,`,'{"schema_version":1,'];function Js(e,t){if(Oe(e)!==String(Gt))return!1;if(Bs.some(r=>t.startsWith(
r))||js.test(t))return!0;let n=ee(t);return h(n)&&Oe(m(n,"schema_version"))===String(Gt)}function tr({cachedAtMs:e,data:t,
error:n}){return{schema_version:Gt,cached_at:He(e),data:t,error:n}}var _e=["five_hour","seven_day","seven_day_opus","seven_day_sonnet","seven_day_oauth_apps","extra_usage"],tt={buckets:new Map,
scoped:new Map},nr=36e5,rr=5*nr,or=168*nr,Ps=.05,Ws=[["five_hour","session"],["seven_day","weekly_all"]];function nt(e,t,n){
let r=(l,d,f)=>{let g=we(l);return g===null?null:Vs(Hs(g),d,f,t,n)},o=Xs(e),s=l=>r(m(l,"percent"),m(l,"resets_at"),Ys(l)),
i=new Map;for(let l of _e){let d=e(l),g=(h(d)?r(m(d,"utilization"),m(d,"resets_at"),$s(l)):null)??Zs(o.filter(x=>Ks(x,l)).
map(s));g!==null&&i.set(l,g)}let c=new Map,a=Ht(c);for(let l of o){let d=qs(l),f=d===null?null:s(l);d!==null&&f!==null&&
c.set(a(d),f)}return{buckets:i,scoped:c}}function rt({buckets:e,scoped:t}){return[...e.values(),...t.values()]}function Ht(e){
let t=new Map;return n=>{if(!e.has(n))return n;let r=t.get(n)??2;for(;e.has(`${n}_${r}`);)r++;return t.set(n,r+1),`${n}_${r}`}}
function Vs(e,t,n,r,o){let s=typeof t=="string"?_(t):null,i=s!==null&&r<s&&s<=o,c=s===null||n===null?null:r-(s-n),a=c!==
null&&n!==null&&c>=Ps*n&&c<n&&!i,l=a?Gs(e,c,n,r,o):null;return{percent:i?null:e,lastPercent:i?e:null,resetsAt:s===null?null:
t,resetsAtMs:s,resetsInSeconds:s===null?null:j(o,s),resetPassed:i,pace:a?e-100*c/n:null,runsOutAtMs:l,runsOutInSeconds:l===
null?null:j(o,l)}}function Gs(e,t,n,r,o){if(e===100)return o;let s=t*(100-e)/e;return s<n-t?r+s:null}function Re(e,t){let n=10**
t;return Math.round(e*n)/n+0}function sr(e){let t=Re(e,0);return t>=100&&e<100?99:t<=0&&e>0?1:t}function Hs(e){return Math.
min(100,Math.max(0,e))+0}function $s(e){return e==="five_hour"?rr:e.startsWith("seven_day")?or:null}function Ys(e){let t=m(
e,"kind");return typeof t!="string"?null:t.startsWith("weekly")?or:t.startsWith("session")?rr:null}function Xs(e){let t=e(
"limits");return Array.isArray(t)?t.filter(h):[]}function Ks(e,t){let n=m(e,"kind");return!zs(e)&&Ws.some(([r,o])=>r===t&&
o===n)}function zs(e){return!ir(m(e,"scope"))}function ir(e){return e==null||h(e)&&Object.values(e).every(ir)}function qs(e){
let t=m(e,"scope");if(!h(t))return null;let n=m(t,"model");return[...h(n)?[m(n,"display_name"),m(n,"id")]:[],m(t,"surfac\
e")].find(o=>typeof o=="string"&&o!=="")??null}function Zs(e){return e.find(t=>t!==null)??null}var Ie={maxAgeSeconds:180,maxStaleSeconds:86400,errorMaxAgeSeconds:30,maxCompleteAgeSeconds:900},Qs=["Unauthorized","For\
bidden"];function ot(e,t,n,r){let o=ae(e)?null:e,s=o===null||Ae(o)?null:o.data,i=o===null?null:j(o.cachedAtMs,n),c=A=>i!==
null&&i<A,a=()=>W(t(),n,()=>re(e)),l=(A,Lt,qo,Ft)=>({state:A,served:Ft!==null,refresh:qo,fetching:Lt?.fetching??!1,miss:Ft===
null?ei(e,c(r.maxStaleSeconds)):null,entry:o,ageSeconds:i,windows:Ft??tt,activeBlock:Lt?.active===!0?Lt.block:null}),d=Math.
min(o?.cachedAtMs??n,n),f=s===null?null:nt(A=>Qe(s,A),d,n),g=f!==null&&rt(f).some(A=>A.resetPassed);if(s!==null&&c(r.maxAgeSeconds)&&
!g){let A=ni(s,n,r.maxCompleteAgeSeconds)?a():null;return l("fresh",A,A!==null&&!A.active&&!A.fetching,f)}let x=a();if(s!==
null&&c(r.maxStaleSeconds)){if(!x.active)return l("stale",x,!x.fetching,f);if(!ti(x))return l("backoff",x,!1,f)}let It=o!==
null&&o.error!==null&&!Ae(o);return x.active||It&&c(r.errorMaxAgeSeconds)?l("blocked",x,!1,null):l("miss",x,!x.fetching,
null)}function ei(e,t){return ae(e)?e.miss:Ae(e)?"anomalous":e.error!==null?"error":t?null:"expired"}function ti({block:e}){
return Qs.includes(e?.error??null)}function ni(e,t,n){let r=$t(e);return r===void 0?!1:r===null||j(r,t)>=n}function $t(e){
let t=m(ie(e),ne);if(!h(t))return;let n=m(t,"complete_at");return typeof n=="string"?_(n):null}var ar=/[^\u0020-\u007E\u00A0-\u2029\u202F-\u2065\u206A-\uFFFF]/g;function $(e){return e===""?"":e.replace(ar,"")}function oe(e){
return JSON.stringify(e).replace(ar,t=>`\\u${t.charCodeAt(0).toString(16).padStart(4,"0")}`)}function cr(e,t){return ur(e,t).map(([n,r])=>`${n}='${r.replaceAll("'","'\\''")}'
`).join("")}function lr(e,t){return ur(e,t).map(([n,r])=>`set -g ${n} '${r.replace(ri,oi)}'
`).join("")}var ri=/([\u0080-\uFFFF]?)([\\'])/g;function oi(e,t,n){return t===""?`\\${n}`:`${t}'\\${n}'`}function ur(e,t){
let{activeBlock:n,entry:r,windows:o}=e,s=n===null?null:j(t,n.blockedUntil*1e3);return[["usage_state",e.state],["usage_ag\
e",e.served?ce(e.ageSeconds):""],["usage_error",$(n?.error??r?.error?.code??"")],["usage_retry_in",ce(s)],["usage_scoped",
Yt(o)],..._e.flatMap(i=>si(`usage_${i}`,o.buckets.get(i)))]}function si(e,t){return[[e,st(t)],[`${e}_resets_in`,ce(t?.resetsInSeconds)],
[`${e}_pace`,Xt(t)],[`${e}_runs_out_in`,ce(t?.runsOutInSeconds)]]}function Yt({scoped:e}){let t=new Map,n=Ht(t);for(let[
r,o]of e){let s=r.replace(/[^A-Za-z0-9._-]/g,"");s!==""&&t.set(n(s),st(o))}return[...t].map(([r,o])=>`${r}=${o}`).join("\
 ")}function st(e){return ce(e?.percent==null?null:sr(e.percent))}function Xt(e){return ce(e?.pace==null?null:Re(e.pace,
0))}function ce(e){return e==null?"":String(e)}var ii=4096;function dr(e,t,n){let r=nt(a=>Qe(e,a),Math.min(t,n),n),o=rt(r).flatMap(({resetsAtMs:a})=>a===null?[]:[a]),s=Math.
min(...o.filter(a=>a>t)),c=[["usage-store-view","1"],["cached_at",Le(t)],["next_reset",Le(Number.isFinite(s)?s:null)],["\
complete_at",ci(e)],..._e.flatMap(a=>ai(a,r.buckets.get(a))),["scoped",Yt(r)]].map(([a,l])=>`${a} ${l}
`).join("");return c.length>ii?null:c}function ai(e,t){return[[e,st(t)],[`${e}_resets_at`,Le(t?.resetsAtMs)],[`${e}_pace`,
Xt(t)],[`${e}_runs_out_at`,Le(t?.runsOutAtMs)]]}function ci(e){let t=$t(e);return t===null?"never":Le(t)}function Le(e){
return e==null?"":String(E(e))}var q=require("node:fs"),kr=os(Er(),1);function de(){return Number(process.hrtime.bigint())/1e6}function X(e){Atomics.wait(new Int32Array(new SharedArrayBuffer(
4)),0,0,e)}var K=require("node:fs"),at=require("node:path");ue();var xi=6e4;function ct(e){try{let{ctimeMs:t}=(0,K.statSync)(e),n=(0,at.dirname)(
e);for(let r of(0,K.readdirSync)(n))mr(r)&&Oi((0,at.join)(n,r),t)}catch{}}function Oi(e,t){try{let n=(0,K.lstatSync)(e);
n.isFile()&&t-n.mtimeMs>xi&&(0,K.unlinkSync)(e)}catch{}}function wi(e){let{code:t,errno:n}=e;if(typeof t=="string"&&/^E[A-Z0-9]+$/.test(t))return t;let{constants:r}=process.getBuiltinModule(
"node:os");return Object.entries(r.errno).find(([,s])=>s===Math.abs(n??0))?.[0]??"EIO"}function ki(e){let t=e instanceof
Error?e.message:String(e);return/^(?:\w+|Unknown system error -\d+): ([^,]+)/.exec(t)?.[1]?.replace("Unknown","unknown")??
t}function O(e,t,n){if(n instanceof b)return n;if(typeof n.errno!="number")throw n;return new b(e,t,wi(n),ki(n),n)}function k(e,...t){
return t.includes(e.code??"")}var Or=require("node:buffer"),I=require("node:fs"),z=require("node:path");var Ti=40;function Ue(e){let t=e;try{Zt(e);for(let n=0;n<=Ti;n++){let r=(0,I.lstatSync)(t,{throwIfNoEntry:!1});if(r===void 0)
return n>0&&(0,I.statSync)((0,z.dirname)(t)),t;if(r.isFile())return t;if(r.isDirectory())throw new b("persist",e,"EISDIR",
"is a directory");if(!r.isSymbolicLink())throw new b("persist",e,"NOT_REGULAR","not a regular file");De(r,e,"is a link t\
hat another user has made",!0);let o=xr((0,I.readlinkSync)(t,"buffer"),e);t=(0,z.isAbsolute)(o)?o:`${xr((0,I.realpathSync)(
(0,z.dirname)(t),"buffer"),e)}${z.sep}${o}`}}catch(n){throw O("persist",e,n)}throw new b("persist",e,"ELOOP","too many s\
ymbolic links")}function Zt(e){let t=(0,z.dirname)(e),n=(0,I.lstatSync)(t),r=n.isSymbolicLink();r&&De(n,e,"the directory\
 is a link that another user has made",!0),De(r?(0,I.statSync)(t):n,e,"the directory belongs to another user")}function De({
uid:e},t,n,r=!1){let o=process.getuid?.()??e;if(e!==o&&e!==0&&(o!==0||r))throw new b("persist",t,"NOT_OWNER",n)}function xr(e,t){
if(!(0,Or.isUtf8)(e))throw new b("persist",t,"EILSEQ","is a link to a name that is not UTF-8");return e.toString("utf8")}
function lt(e){try{(0,I.unlinkSync)(Ue(e))}catch(t){if(!k(t,"ENOENT"))throw O("persist",e,t)}}var ve=384,Ni=1e3,Ci=20;function ut(e,t,n={}){let r=wr(t,2),o=r.length>(n.prettyUpToBytes??1/0)?wr(t,0):r,s=Ue(e);try{Ai(
()=>Mi(s,o,n))}catch(i){throw O("persist",e,i)}return ct(s),s}function wr(e,t){return Buffer.from(`${JSON.stringify(e,null,
t)}
`)}function Mi(e,t,{mtimeMs:n}){kr.default.sync(e,null,{mode:ve,tmpfileCreated(r){(0,q.chmodSync)(r,ve),(0,q.writeFileSync)(
r,t,{flag:"r+"});let{size:o}=(0,q.statSync)(r);if(o!==t.length)throw new b("persist",e,"EIO",`wrote ${o} of ${t.length} \
bytes`);n!==void 0&&(0,q.utimesSync)(r,n/1e3,n/1e3)}})}function Ai(e){let t=de()+Ni;for(;;)try{return e()}catch(n){if(!(process.
platform==="win32"&&k(n,"EPERM","EACCES","EBUSY"))||de()>t)throw n;X(Ci)}}var Tr=require("node:buffer"),M=require("node:fs");var _i=M.constants.O_RDONLY|(M.constants.O_NONBLOCK??0)|(M.constants.O_NOCTTY??0);function Qt(e,t){let n;try{n=(0,M.openSync)(
e,_i)}catch(r){if(k(r,"ENOENT"))return null;throw O("io",e,r)}try{let r=(0,M.fstatSync)(n);if(r.isDirectory())throw new b(
"io",e,"EISDIR","is a directory");if(!r.isFile())throw new b("io",e,"NOT_REGULAR","not a regular file");if(r.size>t)return{
text:null,tooLarge:!0,mtimeMs:r.mtimeMs};let o=Buffer.allocUnsafe(r.size+1),s=0,i;do i=(0,M.readSync)(n,o,s,o.length-s,s),
s+=i;while(i>0&&s<r.size);let c=o.subarray(0,s);return{text:c.length<o.length&&(0,Tr.isUtf8)(c)?c.toString("utf8"):null,
tooLarge:!1,mtimeMs:r.mtimeMs}}catch(r){throw O("io",e,r)}finally{je(n)}}function je(e){try{(0,M.closeSync)(e)}catch{return}}
function dt(e){if(e===void 0)return null;try{return(0,M.statSync)(e).mtimeMs}catch{return null}}var me="usage.json",fe="usage.lock";function mt(e,t,n){let r=Qt(e,et);return r===null?{miss:"absent"}:r.tooLarge?{miss:"\
too-large"}:r.text===null?{miss:"malformed"}:er(r.text,t,n)}function ft(e){let t=Qt(e,Fn);return t===null?null:{lock:t.text===
null?"legacy":Dn(t.text),mtimeMs:t.mtimeMs}}var L=require("node:fs"),Cr=require("node:path");ue();var en="usage.view",pt=class{file;constructor(t){this.file=(0,Cr.join)(t,en)}write(t){if(t===null)return this.remove();
let n=`${this.file}.${le()}`;try{Ri(n,t),(0,L.renameSync)(n,this.file)}catch{Nr(n),this.remove()}}remove(){Nr(this.file)}};
function Ri(e,t){let n=(0,L.openSync)(e,"wx",ve);try{(0,L.fchmodSync)(n,ve),(0,L.writeFileSync)(n,t)}catch(r){throw je(n),
r}(0,L.closeSync)(n)}function Nr(e){try{(0,L.unlinkSync)(e)}catch{return}}var F=class{file;#e;constructor(t){this.file=(0,Mr.join)(t,me),this.#e=new pt(t)}read(t){return mt(this.file,t,!1)}dataCachedAtMs(t){
try{return re(this.read(t))}catch{return null}}write(t,n){let{data:r,cachedAtMs:o}=t;r===null&&this.#e.remove();let s=ut(
this.file,tr(t),{prettyUpToBytes:et});r!==null&&(this.#e.write(dr(r,o,n)),s!==this.file&&ct(this.#e.file))}clear(){this.#e.
remove(),lt(this.file)}};var _r=require("node:path");var Z=require("node:fs");ue();function Ar(e){let t=`${e}.${le()}`;try{let n=(0,Z.openSync)(t,"wx",384);try{return Ii(n).mtimeMs}finally{(0,Z.unlinkSync)(
t)}}catch(n){throw O("persist",e,n)}}function Ii(e){try{return(0,Z.fstatSync)(e)}finally{(0,Z.closeSync)(e)}}var B=class{file;constructor(t){this.file=(0,_r.join)(t,fe)}read(){return ft(this.file)}readUnderMutex(){let t=this.read();
return t===null||t.lock==="legacy"||t.lock.claim===null?t:{...t,fileSystemNowMs:Ar(Ue(this.file))}}leave(t,{keepLease:n}={}){
t===null?this.clear():this.write(t,n==null?{}:{mtimeMs:n.mtimeMs})}write(t,n={}){ut(this.file,vn(t),n)}clear(){lt(this.file)}};var pe=require("node:fs"),D=require("node:path");var Li=/^(?![.-])[A-Za-z0-9._@-]{1,64}$/,Rr="auto";function Fr(e,t){let n=e.root===void 0?Fi(t):nn(e.root,"--root","USAG\
E"),r=e.profile??tn(t,"USAGE_STORE_PROFILE");if(r===void 0)return Ir(n);let[o,s]=e.profile===void 0?["USAGE_STORE_PROFIL\
E","BAD_PROFILE"]:["--profile","USAGE"];if(!Li.test(r))throw p.tagged(s,`${o}: 1 to 64 of A-Z a-z 0-9 . _ @ -, not begin\
ning with . or -: ${r}`);if(r===Rr)throw p.tagged(s,`${o}: the name ${Rr} is reserved`);return Ir((0,D.join)(n,"profiles",
r))}function Ir(e){try{return(0,D.resolve)(e)}catch(t){throw O("io",e,t)}}function Fi(e){let t=tn(e,"USAGE_STORE_ROOT");
if(t!==void 0){let r=nn(t,"USAGE_STORE_ROOT","BAD_ROOT");if(!(0,D.isAbsolute)(r))throw p.tagged("BAD_ROOT",`USAGE_STORE_\
ROOT is not an absolute path: ${r}`);return r}let n=[["XDG_CACHE_HOME"],["HOME",".cache"],...process.platform==="win32"?
[["LOCALAPPDATA"]]:[]];for(let[r="",...o]of n){let s=tn(e,r);if(s!==void 0&&(0,D.isAbsolute)(s))return(0,D.join)(nn(s,r,
"BAD_ROOT"),...o,"linesmith")}throw p.tagged("NO_ROOT","no cache root: set HOME or USAGE_STORE_ROOT, or give --root")}function tn(e,t){
return e[t]===""?void 0:e[t]}function nn(e,t,n){if(e==="")throw p.tagged(n,`${t} is empty`);if(e==="~"||e.startsWith("~/"))
throw p.tagged(n,`${t} begins with ~, which nobody expanded: ${e}`);if(e.includes("\uFFFD")&&!Di(e))throw p.tagged(n,`${t}\
 is not valid UTF-8`);return e}function Di(e){let t=n=>(0,pe.readFileSync)(n).includes(Buffer.from(e));try{return t("/pr\
oc/self/environ")||t("/proc/self/cmdline")}catch{return!1}}function he(e){try{Dr(e)}catch(t){throw O("persist",e,t)}}function Dr(e){
try{Lr(e)}catch(t){let n=(0,D.dirname)(e);if(!k(t,"ENOENT")||n===e)throw t;Dr(n),Lr(e)}}function Lr(e){try{(0,pe.mkdirSync)(
e,448),(0,pe.chmodSync)(e,448)}catch(t){if(!k(t,"EEXIST"))throw t}}function Ur(e){return D.sep==="\\"?e.replaceAll("\\",
"/"):e}var u={done:0,no:1,usage:2,environment:3,blocked:4,badInput:5},jr={0:"done; for get: something usable was printed, stale\
 included",1:"no: nothing cached, nothing to do, somebody else is fetching, or the fetch failed",2:"usage error; nothing\
 was read or written",3:"I/O or environment error",4:"blocked: a back-off is running and there is nothing to serve",5:"b\
ad input on stdin or from the fetch; nothing was changed but the back-off"},vr={USAGE:u.usage,BAD_INPUT:u.badInput,NO_ROOT:u.
environment,BAD_ROOT:u.environment,BAD_PROFILE:u.environment,NOT_REGULAR:u.environment,NOT_OWNER:u.environment,NOT_RUN:u.
environment,NODE_VERSION:u.environment,INTERNAL:u.environment};function Br(e){return Object.hasOwn(vr,e)?vr[e]:u.environment}var Ui=/^(\d{1,15})([smhd]?)$/,vi={"":1,s:1,m:60,h:3600,d:86400};function rn(e){let t=Ui.exec(e);return t===null?null:Number(
t[1])*(vi[t[2]??""]??1)}function Jr(e){return/^\d{1,15}$/.test(e)?Number(e):null}var ji=-621672192e5;function Pr(e){let t=/^\d{1,12}(\.\d{1,9})?$/.
test(e)?Math.floor(Number(e)*1e3):_(e);return t===null||t<ji?null:t}function Wr(e){if(e==="")return null;let t,n=[],r="";for(let o=0;o<e.length;o++){let s=e.charAt(o);s==="\\"&&/[\\.]/.test(
e.charAt(o+1))?r+=e.charAt(++o):s!=="."?r+=s:(t===void 0?t=r:n.push(r),r="")}return t===void 0?[r]:[t,...n,r]}function Bi(e,[
t,...n]){let r=Ji(e,t);for(let o of n)r=Pi(r,o);return r}function Ji(e,t){let{windows:n,data:r}=e,s=[e,n,r].filter(h).find(
a=>Object.hasOwn(a,t)),i=h(r)?ie(r):{};return(s===void 0||s===r&&s[t]===null)&&Object.hasOwn(i,t)?i[t]:s?.[t]}function Pi(e,t){
return Array.isArray(e)?/^(0|[1-9]\d*)$/.test(t)?e[Number(t)]:void 0:h(e)?m(e,t):void 0}function Vr(e,t,n){let r=t.map(s=>Bi(
e,s)??null);return{text:r.map(s=>s===null?n??"":Wi(s)).map(s=>`${s}
`).join(""),complete:n!==void 0||!r.includes(null)}}function Wi(e){return typeof e=="string"?$(e):oe(e)}var T=e=>({help:e}),N=(e,t)=>({placeholder:e,help:t,parse:n=>n}),V=e=>({placeholder:"DUR",help:e,parse:rn}),Gr=e=>({placeholder:"\
INSTANT",help:e,parse:Pr}),Hr=e=>({placeholder:"UNIX_SECONDS",help:e,parse:Jr}),$r=e=>({placeholder:"PATH",help:e,parse:Wr,
repeatable:!0}),Vi=/^[A-Za-z][A-Za-z0-9_-]{0,63}$/,ht=e=>({placeholder:"CODE",help:e,parse:t=>Vi.test(t)?t:null}),on=(e,t)=>({
placeholder:e,help:t,parse:n=>/^\d{1,3}$/.test(n)?Number(n):null}),yt=e=>({placeholder:"DUR",help:e,parse:t=>rn(t)||null});var w=require("node:fs"),Yr=require("node:path");var sn="usage.mutex",Gi=5;function gt(e,t,n){let r=(0,Yr.join)(e,sn),o=Hi(r,t);try{return n(o.mutex)}finally{o.release()}}
function Hi(e,t){let n=i=>({mutex:i,release(){}});try{$i(e),Yi(e)}catch(i){return n({state:"unavailable",why:O("io",e,i)})}
let{DatabaseSync:r}=process.getBuiltinModule("node:sqlite"),o;try{o=new r(e,{timeout:t}),o.exec("PRAGMA journal_mode=MEM\
ORY; BEGIN IMMEDIATE; PRAGMA user_version=1")}catch(i){o?.close();let{errcode:c,message:a}=i;return n(c===Gi?{state:"bus\
y",file:e}:{state:"unavailable",why:new b("io",e,"ENOLCK",`no lock: ${a}`,i)})}let s=o;return{mutex:{state:"held"},release(){
s.exec("ROLLBACK"),s.close()}}}function $i(e){Zt(e);let t=w.constants.O_WRONLY|(w.constants.O_NOFOLLOW??0)|(w.constants.
O_NONBLOCK??0),n;try{n=(0,w.openSync)(e,t)}catch(r){if(!k(r,"ENOENT"))throw r;n=Xi(e,t)}try{let r=(0,w.fstatSync)(n);if(!r.
isFile())throw new b("io",e,"NOT_REGULAR","not a regular file");if(De(r,e,"belongs to another user"),r.size>0)throw new b(
"io",e,"NOT_REGULAR","not empty, so not ours")}finally{(0,w.closeSync)(n)}}function Yi(e){for(let t of[`${e}-journal`,`${e}\
-wal`])if((0,w.lstatSync)(t,{throwIfNoEntry:!1})!==void 0)throw new b("io",t,"NOT_REGULAR","not ours, and in the way of \
the lock")}function Xi(e,t){try{let r=(0,w.openSync)(e,t|w.constants.O_CREAT|w.constants.O_EXCL,384);try{(0,w.fchmodSync)(
r,384)}catch(o){throw je(r),o}return r}catch(r){if(!k(r,"EEXIST"))throw r;return(0,w.openSync)(e,t)}}var Ki=1e3;function J(e,t){return gt(e,Ki,t)}var zi={for:V("how long"),until:Hr("until when"),"retry-after":N("VALUE","the value of a Retry-After header: seconds or \
an HTTP-date"),error:ht("why; default RateLimited"),force:T("may shorten a block that is running")},Xr={name:"block",summary:"\
keep everybody away from the endpoint for a while",details:`Without --for, --until or --retry-after: as after a 429 with\
out the header. 24 hours at most. A longer block that
is running stays.`,options:zi,run(e,t){G({for:e.for,until:e.until,"retry-after":e["retry-after"]});let n=t.directory(),r=new B(
n);return he(n),J(n,()=>{let o=t.now(),s=W(r.readUnderMutex(),o,()=>new F(n).dataCachedAtMs(o)),i=Vn(s,qi(e,s.failures,o,
t.random()),e.force===!0);i!==void 0&&r.leave(i)}),u.done}};function qi(e,t,n,r){let o=e.error??"RateLimited",s=E(n),i=e.
for===void 0?e.until:s+e.for;if(i!==void 0)return{blockedUntil:Math.min(i,s+U),error:o};let c={error:"RateLimited",failures:t,
retryAfter:e["retry-after"]??null};return{...Ke(c,n,r),error:o}}var ye={"max-age":V("younger data are fresh; default 180s"),"max-stale":V("younger data are served while stale; default \
1d"),"error-max-age":V("a younger error entry keeps everybody away; default 30s"),"max-complete-age":V("an older whole r\
esponse is to be refreshed; default 15m"),"release-on":N("FILE","a FILE (the credentials) changed since ends a block tha\
t hangs on the token")};function bt(e){return{maxAgeSeconds:e["max-age"]??Ie.maxAgeSeconds,maxStaleSeconds:e["max-stale"]??
Ie.maxStaleSeconds,errorMaxAgeSeconds:e["error-max-age"]??Ie.errorMaxAgeSeconds,maxCompleteAgeSeconds:e["max-complete-ag\
e"]??Ie.maxCompleteAgeSeconds}}function P(e){return{cache:new F(e),lock:new B(e),prepare:()=>he(e),exclusively:(t,n)=>gt(e,t,n)}}var Zi=/^HTTP\/\d(?:\.\d)? (?<status>\d{3})(?: [^\r\n]*)?\r?(?:\n|$)/,Qi=/^(?<line>[^\n]*?)\r?(?:\n|$)/,ea=/^retry-after[ \t]*:/i;
function Kr(e){let t=null;for(let n=e;;){let r=Zi.exec(n);if(r===null)return t;t=ta(Number(r.groups?.status),n.slice(r[0].
length)),n=t.body}}function ta(e,t){let n=null,r=t;for(;r!=="";){let[o="",s=""]=Qi.exec(r)??[];if(r=r.slice(o.length),s===
"")break;ea.test(s)&&(n??=s.slice(s.indexOf(":")+1).trim())}return{status:e,retryAfter:n,body:r}}var St=64*1024,zr=[239,187,191];function an(e){return zr.every((t,n)=>e[n]===t)?e.subarray(zr.length):e}function Et(e){let t=na(
e);return an(e).length<=St?t:{...t,fault:`larger than ${St/1024} KiB`}}function na(e){try{return{text:new TextDecoder("u\
tf-8",{fatal:!0}).decode(e),fault:null}}catch{return{text:new TextDecoder().decode(e),fault:"not UTF-8"}}}function xt({text:e,
fault:t}){if(t!==null)return{rejected:t};if(Ye(e,Pt))return{rejected:`nested deeper than ${Pt} levels`};let n;try{n=ee(e)}catch{
return{rejected:"not JSON"}}if(!h(n))return{rejected:"not a JSON object"};let r=te.some(i=>Object.hasOwn(n,i)),o=m(n,"er\
ror");if(!r&&h(o)){let i=m(o,"type");return{rejected:"an API error, not a usage response",errorType:typeof i=="string"?i:
null}}let s=Wt(n);return s!==null?{rejected:`${s} cannot be stored`}:!r&&Object.keys(n).length>0?{rejected:"not a usage \
response: no key of one"}:{response:n}}var Be=128*1024,ra=28,oa=22,sa=77,ia=[126,127];function Zr({error:e}){return e==="Unauthorized"||e==="Forbidden"}function Qr(e,t){
return t===sa?{kind:"no-credentials"}:typeof t=="number"&&ia.includes(t)?{kind:"not-run"}:cn(e,t)}function cn(e,t){let n=an(
e).subarray(0,Be),r=Kr(new TextDecoder("latin1").decode(n));return r===null?Ot({status:200,retryAfter:null},n,t,t===0):Ot(
r,n.subarray(n.length-r.body.length),t)}function Ot({status:e,retryAfter:t},n,r,o=e!==0){let s=f=>({kind:"failure",error:f,
retryAfter:f==="RateLimited"?t:null});if(r==="timeout"||r===ra)return s("Timeout");if(!o)return s("NetworkError");let i=Et(
n),c=r===0||r===oa,a=e>=200&&e<300,l=a||e===403?xt(i):null,d=a&&l!==null?ca(l):null;return!a||d!==null?s(aa(d??e,i,l,c)):
l!==null&&"response"in l?{kind:"data",data:Ze(l.response)}:r===0?{...s("ParseError"),rejected:l?.rejected??""}:s("Networ\
kError")}function aa(e,t,n,r){switch(e){case 401:return"Unauthorized";case 403:return eo(n)==="permission_error"||t.text.
trim()===""&&r?"Forbidden":"NetworkError";case 429:return"RateLimited";default:return"NetworkError"}}var qr={rate_limit_error:429,
authentication_error:401,permission_error:403};function ca(e){let t=eo(e);return t!==null&&Object.hasOwn(qr,t)?qr[t]??null:
null}function eo(e){return e!==null&&"rejected"in e?e.errorType??null:null}var la=5e3,ua=1e3;function no(e,t,n){let r=to(e.cache,()=>e.lock.read(),t,n);return r.wanted?(e.prepare(),e.exclusively(
0,o=>{if(o.state==="busy")return{result:"busy"};if(o.state==="unavailable")return{result:"unavailable",why:io(o.why)};let{
wanted:s,decision:i,state:c,nowMs:a}=to(e.cache,()=>e.lock.readUnderMutex(),t,n);return s?(e.lock.leave(Hn(c(),n.token,n.
leaseSeconds,a)),{result:"won"}):{result:"unwanted",decision:i}})):{result:"unwanted",decision:r.decision}}function to(e,t,{
now:n},{policy:r,force:o,credentialsMtimeMs:s}){let i=n(),c=e.read(i),a,l=()=>(a===void 0&&(a=qe(t(),s)),a),d=()=>W(l(),
i,()=>re(c)),f=ot(c,l,i,r);return{wanted:o?!d().fetching:f.refresh,decision:f,state:d,nowMs:i}}function ro(e,t,n){return ln(
e,t,n,({lock:o,mtimeMs:s,fileSystemNowMs:i=t.now()})=>o.lease===null?0:s+o.lease*1e3-i,{waitMs:ua,ifBusy:()=>null})}function se(e,t,n){
return ln(e,t,n,({lock:o})=>(e.lock.leave($n(o)),!0))??!1}function wt(e,t,n,r){return ln(e,t,n,s=>(so(e,t,r,s,!0),!0))??
!1}function oo(e,t,n){so(e,t,n,e.lock.readUnderMutex(),!1)}var da={waitMs:la,ifBusy:({file:e})=>{throw new p("EBUSY",`an\
other process holds ${e}`)}};function ln(e,{now:t},n,r,{waitMs:o,ifBusy:s}=da){let i=e.lock.read()?.lock;return i===void 0||
i==="legacy"||i.claim!==n?null:e.exclusively(o,c=>{if(c.state==="busy")return s(c);if(c.state==="unavailable")throw io(c.
why);let a=e.lock.readUnderMutex();return jn(a,n,t())?r(a):null})}function so(e,t,n,r,o){n.kind==="data"?ma(e,t,n.data,o?
null:r):fa(e,t,n,r)}function ma(e,{now:t},n,r){let o=t();e.cache.write(Me.withData(n,o),o),e.lock.leave(ze(r,o),{keepLease:r})}
function fa(e,{now:t,random:n},r,o){let s=t(),i=W(o,s,()=>e.cache.dataCachedAtMs(s)),c=Ke({...r,failures:i.failures},s,n());
e.lock.leave(Gn(i,c)),Zr(r)&&e.cache.clear()}function io(e){return new p(e.code,`${e.message}; no claim can be made here\
: set another USAGE_STORE_ROOT`,{cause:e})}ue();function ge(e,t,n,{leaseSeconds:r,force:o}){let s=Kt(),i=()=>dt(n["release-on"]),c=bt(n),a=no(e,t,{policy:c,force:o===!0,
token:s,leaseSeconds:r,credentialsMtimeMs:i});if(a.result==="unavailable")throw a.why;return a.result==="won"?{token:s}:
a}function kt(e,t){if(e.result==="busy")return u.no;let{state:n,fetching:r}=e.decision;return n==="fresh"?t:r?u.no:n==="\
backoff"||n==="blocked"?u.blocked:u.no}var pa=30,ao={name:"claim",summary:"take the right to fetch: prints a token if a refresh is wanted and nobody is fetchin\
g",details:`One process at a time holds it, until record --claim TOKEN or release TOKEN, or until its lease runs out. Ex\
it 1 when
nothing is to be fetched or somebody else is fetching, 4 in a back-off.`,options:{lease:yt("how long the claim holds if \
its holder dies; default 30s, at most 1d"),force:T("ignore freshness and back-off, but not the claim of another"),...ye},
run(e,t){let{lease:n=pa,force:r}=e,o=P(t.directory()),s=ge(o,t,e,{leaseSeconds:Math.min(n,U),force:r});return"token"in s?
ha(t,`${s.token}
`)?u.done:(se(o,t,s.token),u.no):kt(s,u.no)}};function ha({print:e},t){try{return e(t)}catch{return!1}}var co={name:"clear",summary:"remove the cached usage",details:"Fine when nothing is cached. Leaves the lock alone.",options:{},
run(e,t){let n=t.directory();return J(n,()=>new F(n).clear()),u.done}};var dn=require("node:path");function un(e,t){let{entry:n,activeBlock:r}=e,o=e.served?n?.data??null:null;return{state:e.state,refresh:e.refresh,fetching:e.
fetching,cached_at:n===null?null:He(n.cachedAtMs),age_seconds:e.ageSeconds,miss:e.miss,error:n?.error==null?null:{code:n.
error.code},lock:r===null?null:mo(r,t),data:o,windows:ya(e.windows)}}function uo(e,t){let{active:n,fetching:r,leaseEnds:o,
failures:s}=e,i=o===null?e.block:{blockedUntil:o,error:null},c=i===null?{blocked_until:null,retry_in_seconds:0,error:null}:
mo(i,t);return{active:n,fetching:r,...c,...n?{}:{retry_in_seconds:0},failures:s}}function mo({blockedUntil:e,error:t},n){
return{blocked_until:e,retry_in_seconds:j(n,e*1e3),error:t}}function ya({buckets:e,scoped:t}){let n=[...e].map(([r,o])=>[
r,lo(o)]);return t.size>0&&n.push(["scoped",Object.fromEntries([...t].map(([r,o])=>[r,lo(o)]))]),Object.fromEntries(n)}function lo(e){
return{percent:e.percent,...e.resetPassed?{last_percent:e.lastPercent}:{},resets_at:e.resetsAt,resets_in_seconds:e.resetsInSeconds,
reset_passed:e.resetPassed,pace:e.pace===null?null:Re(e.pace,1),runs_out_in_seconds:e.runsOutInSeconds}}var ga=10,fo=5,ba=15,Sa=U-fo,Tt=yt("how long COMMAND may take; default 10s, at most a day");function Nt(e){return Math.min(
e??ga,Sa)}function Ct(e){return Math.max(e+fo,ba)}var po={json:T("print one JSON object (the default)"),wire:T("print the endpoint's response as it came in"),field:$r("pr\
int the value at PATH, such as five_hour.percent; repeatable"),default:N("TEXT","what --field prints for a value that is\
 absent or null"),shell:T("print assignments for sh, bash and zsh, safe to eval"),fish:T("print the same for fish"),"fre\
sh-only":T("serve nothing that is stale"),ok:T("exit 0 where it would be 1 or 4"),refresh:N("COMMAND","when a refresh is\
 wanted and nobody is at it, run COMMAND in the background (see refresh)"),timeout:Tt,wait:V("with nothing to serve, wai\
t for a refresh under way, that long at most; goes with --refresh"),...ye};function ho(e,t,n){let r=Ea(e),o=t(),[s,i]=[(0,dn.join)(
o,me),(0,dn.join)(o,fe)],c=r!=="shell"&&r!=="fish";return{directory:o,look(){let a=n(),l=()=>qe(ft(i),()=>dt(e["release-\
on"])),d=ot(mt(s,a,c),l,a,bt(e));return{nowMs:a,decision:e["fresh-only"]===!0&&d.state!=="fresh"?wa(d):d}},answer({nowMs:a,
decision:l}){let{text:d,complete:f}=xa(r,l,a,e);return{text:d,exit:e.ok===!0?u.done:Oa(l,f)}}}}function Ea(e){let{json:t,
wire:n,field:r,shell:o,fish:s}=e,i=G({json:t,wire:n,field:r,shell:o,fish:s})??"json";if(e.default!==void 0&&i!=="field")
throw S("--default goes with --field");for(let c of["timeout","wait"])if(e[c]!==void 0&&e.refresh===void 0)throw S(`--${c}\
 goes with --refresh`);if(e.refresh?.trim()==="")throw S("--refresh needs a COMMAND");return i}function xa(e,t,n,r){let o=s=>({
text:s,complete:!0});switch(e){case"shell":return o(cr(t,n));case"fish":return o(lr(t,n));case"wire":return o(t.served?`${oe(
Zn(t.entry?.data??{}))}
`:"");case"json":return o(`${oe(un(t,n))}
`);case"field":return Vr(un(t,n),r.field??[],r.default)}}function Oa({served:e,state:t},n){return e?n?u.done:u.no:t==="b\
locked"||t==="backoff"?u.blocked:u.no}function wa(e){return{...e,served:!1,windows:tt}}var be=require("node:fs"),ka=524288;function yo(){try{for(let e of(0,be.readdirSync)("/proc/self/fdinfo"))Ta(Number(e))}catch{
return}}function Ta(e){try{let t=/^flags:\s+(\d+)/m.exec((0,be.readFileSync)(`/proc/self/fdinfo/${e}`,"utf8"))?.[1];e>2&&
t!==void 0&&(Number.parseInt(t,8)&ka)===0&&(0,be.closeSync)(e)}catch{}}function go(e){yo();let{spawn:t}=process.getBuiltinModule("node:child_process"),{isSea:n}=process.getBuiltinModule("node\
:sea"),r=n()?[]:[...process.execArgv,process.argv[1]??""];try{t(process.execPath,[...r,...e],{detached:!0,stdio:"ignore",
windowsHide:!0})}catch{return}}var bo=require("node:fs"),Mt=require("node:path");function So(e){return(process.env.PATH??"").split(Mt.delimiter).some(t=>(0,bo.existsSync)(
(0,Mt.join)(t,e)))}function Eo(e){return process.platform!=="win32"||So("sh.exe")?["sh","-c",e]:[process.env.ComSpec??"cmd.exe","/d","/s","\
/c",e]}function xo(e,t,n,r){let o="lost";return()=>(o==="lost"&&(o=Na(e,t,n,r)),o)}function Na(e,t,n,r){let o=Nt(n.timeout);try{
let s=ge(e,t,n,{leaseSeconds:Ct(o)});if(!("token"in s))return"lost";let i=[`--claim=${s.token}`,`--timeout=${o}`];return go(
[...t.rootArguments,"refresh",...i,"--",...Eo(r)]),"started"}catch(s){if(s instanceof p)return"impossible";throw s}}var Ca=20;
function Oo(e,t,n){let r=de()+n,o="lost";for(;;){let s=e(),{served:i,refresh:c,fetching:a}=s.decision,l=o!=="lost";if(i)
return s;if(c?l:!a)return e();c&&(o=t());let d=r-de();if(o==="impossible"||d<=0)return e();X(Math.min(Ca,d))}}var wo={name:"get",summary:"print the cached usage, and whether a refresh is wanted",details:`PATH is dotted; a dot insi\
de a name is \\. and a whole number is an index. Its first name is looked up in the JSON
object, then in windows, then in data, then in data.unknown_buckets.`,options:po,run(e,t){let{directory:n,look:r,answer:o}=ho(
e,t.directory,t.now),s=e.refresh===void 0?()=>"impossible":xo(P(n),t,e,e.refresh),i=(e.wait??0)*1e3,c=i>0?Oo(r,s,i):r(),
{text:a,exit:l}=o(c);return t.print(a),c.decision.refresh&&s(),l}};var Q=()=>JSON.parse(process.getBuiltinModule("node:zlib").brotliDecompressSync(Buffer.from("G2NPAJyFsYP+I3airqqLYdukWe2\
YOkZI0umnLetP1yfIZrItMwNyon85U8jfCUWHLHaEK3uz77v19ZuNPtoVMjkTW5DiPQkyziYczamyQbjjfNqOQE8G1UDYVQuT37+ar8fdyilUPr2rej8Uypp\
z3+DyA0vwCCsKCnFXmVTMb2YeGNL5S8eYy85dLssQSxetkyiqZZjm3Md9Uje3swFJgAAh5CfZfs1vtLfhOLauHH/CcRKOURrFQGtriOsRx+eWgGHl8vzxA/o\
sRQoVLO01Dmt6XgAx4Y7F/7BOnMGm7JJUVeh/gJVALpaZhbyaYQGvmVzMPOrq69nj6YzX6AwZEs1Se70Nk/Myy5kaJbMgdbYWsxbertyZ7AorvmYTBRKIl90\
8+2EjZr8TuR2FTtoqSdOFIncU4bV7cpD0vZ2YXH6YVH5ARgyId+WemfSBRL1I7HuUqnODTN1i/C8siP1SW5vud7HHd6Cih3ldXG8ygfyOdYUGusakpZD+2++\
Qi7m7aYcfU3e/XDJMj+zIAfSyTbhlp6rJAb8DK/H/m9Bl30lysNWhwxBbmeowlDCJUoe6L4B9RbadVrVBXvpRnVt+pP82zcesN5eE5vyZIegFz/ehNMCoPGc\
2xewnilPC2u8mBW/7yk4C39Y32Tn4+tYbxzzR6CwyIDa9KLXbAVN+4RFJ/SiRRFuwmVA7P8IK68bjtjDYDkVYzz7O73wD3VergswDEffDPYKDPZDLc4Ywyf5\
BFBG3rBulknIw2P0pbevwaxvHtvXJkwcDQGgekCDfPc8BGSLb++/rpPHEJd+FBWoFFzwkYfE34cAN06e5hr3BMjNV3czUZ6vkUk5YM72t3bMNqBCzjy/QsDR\
vU7sv1PrnyzmDKdV5Y1ow9Wk2t6aJbQOYwMO7vdkDu0ljJdmBoDk2tHmvMqV9Z5vDiR4wRW4jpzuNv93DPX6xeGNfRB56GEvBI4J3juUjcC1e6I9L7GXs8oW\
8vcvR2NstNWIfIUWxX0tV7K2MMkgMKGaEYh0MHZEXog9cXawo2bZA43kEzmvndtxgQPBZlMaKiUGiorYoECey96EoHdYHCDwCZUE8MqGytRyMw+3GW/gCDvQ\
2xQDJxt72CDSZKthowIf8GbgYFCGHxA4BqoDxYleLMucKs54j8DjKerXgUn25NosIRbP4JC7Op37DWsiDRjjEhR/3TWaqBBs46ZHm3IfGRLoYVK/KAbmLWiP\
gxgRd3K+jBqIEWwhrlaHjyQFAk3h+ss6yKO/qpNgKqVjeb0n1ZvtybQxHMOemOVqnNNyyQz664z37VxziGzc2ZzWmZ8axjne9FUmTpm3tLApCUQA/bP+XwBj\
l3HacLs/IAXF4Ri5ZdMoncD5LRNFNg1xQr54ifPKCfhE31ZZM/IJgUFMhHSUg1i4Cvj/Bl32N7c/69UGsKxpX309dT4jDQYVCu0jbY++Qb0Ks8St9klf6u0g\
nzQQeEi9utQsFGUi7ZcliRNwO/DGJouQyfPEm51ZOQEjF3FycnUzMTrEHoUtGzctlbOJpn3Y1ROWxZ2aUw1N/4+42F0wiMzuAKv985KaGjuO1k2O9Y1oUCWI\
N9ZpoxLcvYVuEUU3BjTrLUDytmyfXY1m0d5uqemFBP1+WyEHHTtivbgnksP2HwxzkCwOPCJlFSuIZX4q0D1Yqghj9vRqWQCVVHfaSDtbni94vaefNrtjqfdT\
khbKJEbMqJxbxhGbtBvnZIHAIigu6vNRbx8AIyzsmaGQy1iqN1IV5Pq84m1BXc8D+EWFfEFaPfn0iypu6gzJJfcLkO5VDbl5bIFexQcSuofKZH3RVPnnQq8G\
E6mBs06jnCT6eNIcEblULqjbQE3EOXNqbQiNmESX1kWoQmBBKpK1QAxXDjXUwaPB4F9rjAS40xyNvkFpDazDX2a+mWT363tWXQMsI+/CbGoHO49eYL2QuX16\
OGw/soTkeJoPOhwgXIiih0gvSjOo26DNHE2FQj0cINLgWqeD3ysCBmBBst+q/HYjzG+OWtzb94TzQS2/wSGPkcGHPeTg+uHF8MXmEKhLGw5lWYzPIkXZaYf/\
ujLNAJpCDDvxhrKSbWDc3w1liD8ykyeDtMvET2F9lakuYRAu9TxmBPVpvuT7MT7B7v3/6GZ29UrSbORfzM7VmTxaS6O8v9K28q6rqF8luhUPGbTYN/KJqsvL\
gTfa7sfnNTBsFOq7XtxfyfxMDf8VhcYISkicMHMNJwrD8rVR1PUoRhULL6KpDn6F2X8iJ/OVV1mGMk3fGiT6wiAJf0LhuHyae9LXkXZLh9+zserM+s351MDv\
4CVnzwqwU/NNtsaGxJKJnzWfXD/U0wEqYYk6JymbmiHvVu6j92WOSoX+osLVV0cvHGBJWm+IQZKpYVtNjHPUAp0YStOADNcLlIPq1VsI1yOmT6zgPu2BqqYB\
LpRE46qSj7NAMb4QDK5W1bvV1beATWZk4e5HD1hbtJsqtAdlpglHOrNRV8OczRnICXlnFtJ2P87mGBcUK61mtu5gAmjWq3sfZ4tXGrR2m4Ruyd6fa4HllkbZ\
5bfu8KlNRZTmVjudd/9HrWFJux6vrOCdRmvvqbMq97dlf/D4Z5ysHg3wQtgfJvX/mUb06bMDTgYrQGZQP5AUzraOMBRrCU/cAQpCT8pkDvbjcMYEUayMqXfU\
zEOX3fRnsTYz461IptTTTYH0qUlDTz7oo1FTT50K3dEibbhiwlTfDNji8CJs1VUqIGloiQt40/LHCm8uUV3qFR9pbAt2ckNM9ivhUqAwnD6id6dUgEBDfBsT\
3tMXe6BLfYtU9gUu5GKPEp/+DTEg1X0rspcexhJo4Uaa1Wi+xcjSBS4Wpv3CZ9mo/NSfGW445URQv06E6VIbyAQ5WIxMYP9SRhbLsW02XkOKxEuI5PlEWJ9Y\
q8VLNVRyPuRAyOdl4CZNmWqv1NJQEL0WONjrihJj2aq90yJNvGI2izte1k701AjEyWCyp54LY0okejCTV6z9ReJScShG1XDgdNTZQJicK9Fr5cffhzfXzyX+\
ZBLWUkDheh8VBTuHAszwepy9jmW3Y0liUI5IFxBKJQeYnqnTvL2DP9S918dzYfbH5jM+j+81MgmhKxH1P7MGvlP2ujG6ivu3N4DRTor1RgJmqFeF8Rdn+EiG\
VYuy4Gb2h+I0GT9QoBEJarE6yyWIRItX3aQVAZrIDH2K45vsQB0yiZmC03sk/dZZttQw36dW4hEpsU+iYzjHZ77y9AbIAiGT4B8RwzYxDqvRDd3I0eSzHuPT\
Ttb+ii6BWk2KshPEoXPRhfzo1x86Ntz7BAvz7I0fNhbAcGCRh28YJ8Moj08GY49yODXLpHigqa10pwLIFfiLqNv1TOKEYSq98lftubqf1KYc/6yEReGf/NWT\
73mCBiSmoorvp36XEnD/8nloPFqpiR4hjaACK2nxY4pSQIxKi4YivgEQtbHVBI52DruB0yuuNJWQqcnla3tS6XehiuCgYCo/H0pAK76QrcqE966EWayjIRdp\
0c55CrKzXG9vzmbz1E3RtUXd6NfL/ZFWb5An0fxi+P/Tk7lJY40lMl8ghCVVkgSczJ9nLXq3JE4HagABkPz8sqv+GTeZ27YBobAr1aZulZdAw7QjT/DxCu5Z\
2DaoRuadWpsV7bRlWajcHogD7cAUBuTcTVp6kOZnBYseUJY4hAx3od2K/ALQEIggqbsxxI3137eHknN4EURMhJu1vioixMb+sUpvYY6M6Qu9ZYmVJR3aMwWu\
Q/BdcWRMSLPQ8gk5O04VUBn/BOL/u86tFhWca+OD9/XBmCTP/sLm22UEwyNIrGSokY3fRbH7f97VyMFGOCgbRdndCGCE3jBVXWIQ6we5zcs5b5OCHMc2tldj\
PCG2HrM1PbKWTC+ZJ4MVe38k6W89EwXq4yZ6lpZnxCj56g3nCU7IjJ9oviIjuSna23M203iFaiU21rlG7jZThxp+zJep8sUNqFREbctEzt6bbCyGTRXnLNue\
39leFKqH6Pv2FKV2H1P1GNuafLWPwdVTEpBv3zbFE8MFcGgjrt8zvxtvTYYKDjMWFm+OFue7FYXpBn0XT8Rfw/elcC/ounqoXlqu9iFQs6b0oNidcYvKjVLl\
kkOJ4FWNk0fRiVrligKLlxCts/lKxsoGKlxhrWMt4caxc20BF8TyVNVY/rhXrIGBpfGPseeXpRXN6k/stit1JNjj8SE1vLJ7iuMS4tM1W72nLhdt8YPDyTbx\
LmP9rorSvFDECIjUSE3hu1E4Ed2oqLoK5+VqLixDg7Li34N+pzaCn9IEudi3ZiZhrRFFPmD0/eZ/t+QGlxs3bMca/N42LoXc21r6wQ9gybLXapvqRn7jNiRK\
i+yLx1I4olX8V5bvLMGxMhtI+1Z34pistrawdJ2aVhvmmr08HhIMA03cl9NVRhN4Xoo7oJk1s4WnJ0+985mxmdw7mEL617uSczTpHod+0bGRMojSw0u1rVFc\
paMFZPjoOZSw9kzu2IALRX5T6MXWxx/Hcwywq4pXns5I5/ptFPgsboSZL/DXdFXJ8j1kn8kJmMr9FVcHO4uCsVpKJdjfoVUzvJf45cGl5VUQNkIrf64E67dx\
dLVuT12Hn1TljqWV2FJk9vgSHRJ6+x4AkSypxZvJSYP/XHCchkXdKLyI7Dluymj9b2lI8l/kAdrfFy2XegY1ueLNVwYiiH1PICnkUpWyUDXHjgLMOH4+lDrF\
LqOLqvvyHMkBc/mzCxuoAlowA3u2bYH+jg6DxygY+9sxYNm6RUPPyB770+/CXeSyUVaa2dT0RVlS7jw0TKP+6UdWngMLqQtVwhnjH3hU/RfCFNCfImIgUGtM\
eMyJqPCljCQiMa8Nfbhkho3Dlr8rk9sIMp2ZU49lboz/BVWhq7yGTNdu4J7FhThSc6ZvAuHEb9sNnKsiJUvWr6nngEfn/qjd/p5jo7/u9gVk7XntX31Vb8BL\
oMLeweNQCRxsFYYbGpp0lYoWAC8Mc5mYCCTg3Ez58+Z+1eWhJ8Yjb/8axGz1D5Raij/hGnUnb4htEwRLzZ71eYB9qo237WBz9DIdo8wrUDrO+FE04bAvn6kk\
QGUD3/QcjsyHT7I8vfqC34YlqlsB6sOYHmh8ewVbHwOIVEfII63JZTn7C6AG02Mw/d9R8oWE2ye1Q9UNQtKgIJAViOEbl45C7r+CdPGkgrk2nvUnzno9zm7i\
jimkMxNYcEAVj2cYTx7XhkHD3iIPbdB2wQbQZ/A7oD8oZIhxqxjn660Fy+ZGvGEjfFOaZ+8362Z+SszZ0U5kphEXpbqs8q2XXzhP8WKSeX8xxTRqJNDcCTRV\
n9fR+Ned6kgka/ODGgCMThzC5cHOcRra6ikYhET3fBwCGNIA8L5+OUiDSsNurk6Uzx+Liez5Ap+ur5IbX5PM7RRFFHEmkkflw6wupkRLMeBhulsfn6AJAGjX\
KNaYpgPd2Yx8C2yBEWOvTgFTdaMmvO5IXg2U6XMOu/Ejq2Q76U/otIWGjE9wlI2i8M/zmu5TsLoP/rlpjHet8EXKv9jWALloDkKOuV+TyUJH8Nx4zX8d3Zqx\
ZADZ7BiGn+7HO21E3oubvycffDxu978jX+8UKAy/wX+T1mC89++KKkd16XVNn+e0CbxftfX/gNRwFTHYFEyDf+ov06suLtyXwCPL2tLTCLeXqKLUIPLsoe0/\
HxLy8la5Iy/XmMhSmUeUmfaOt9SIjPQGvh5EcbxSoxyVCrwEHOOXViuKag3ZaDINH+0ri/87ZAtrEULPAv69viRmVka4FJlJSKP8Ik+V3l5rVwcDub76h38L\
dXHbFDvC/uP4P/SY7uUeonZ7qZFTMuuja1lyOldS97ynWVNi9sssDzgwaXxxzPGCdjNQyuuv2qNH9trVaO4CLj9X/WowwHpaLF8xrq+VHOJrjBR4/GPY1LQ=\
=","base64")));var mn=()=>Q()["bash-and-zsh.sh"];var ko=()=>Q()["usage-store.bash"];var To=()=>Q()["usage-store.fish"];var No=()=>Q()["usage-store.zsh"];var Co={bash:()=>mn()+ko(),zsh:()=>mn()+No(),fish:To},Mo={name:"init",operands:["bash|zsh|fish"],summary:"print the func\
tion usage_store, which shows fresh usage without starting a process",details:`Once in a shell: eval "$(usage-store init\
 bash)", or in fish usage-store init fish | source; or kept in a file that is
sourced. Then usage_store, with the flags of get, sets the variables of get --shell.`,options:{},run(e,{print:t},[n=""]){
let r=Object.hasOwn(Co,n)?Co[n]:void 0;if(r===void 0)throw S(`init takes bash, zsh or fish, not ${JSON.stringify(n)}`);return t(
r()),u.done}};var Ao={name:"lock",summary:"print the back-off as JSON; exit 4 when it is active",options:{},run(e,{directory:t,now:n,print:r}){
let o=t(),s=n(),i=W(new B(o).read(),s,()=>new F(o).dataCachedAtMs(s));return r(`${oe(uo(i,s))}
`),i.active?u.blocked:u.done}};var _o={name:"path",summary:"print the paths of the directory and its files",details:"A name and a path a line: root, ca\
che, lock, mutex, view. They need not exist.",options:{},run(e,{directory:t,print:n}){let r=t(),o=Object.entries({cache:me,
lock:fe,mutex:sn,view:en}),s=[`root ${r}`,...o.map(([i,c])=>`${i} ${r}/${c}`)];return n(s.map(i=>`${Ur(i)}
`).join("")),u.done}};var Ro={name:"put",summary:"store the endpoint's response, read from stdin",details:"The response is a JSON object of at\
 most 64 KiB with a key of a usage response, or an empty one.",options:{at:Gr("the response is of that time (RFC 3339 or\
 Unix seconds); exit 1 if what is stored is newer"),error:ht("store an error entry instead; reads no stdin")},run({at:e,
error:t},n){if(G({at:e,error:t}),e!==void 0&&e>n.now())throw S("--at lies in the future");let r=n.directory(),o=t===void 0?
Ma(n):null,s=new F(r);return he(r),J(r,()=>{let i=n.now(),c=e===void 0?null:s.read(i);if(e!==void 0&&c!==null&&!ae(c)&&c.
cachedAtMs>e)return u.no;let a=o===null?Me.withError(t??"",i):Me.withData(o,e??i);return s.write(a,i),u.done})}};function Ma(e){
let t=xt(Et(e.readStdin(St)));if("rejected"in t)throw p.tagged("BAD_INPUT",`stdin: ${t.rejected}`);return Ze(t.response)}var Io={name:"record",summary:"store what a fetch brought, read from stdin: the response, or the back-off that it calls \
for",details:`stdin is an HTTP message as curl -sS -i prints it, or the body of a 200. Exit 0 also when it tells of a fa\
ilure: the
back-off is recorded. Exit 5 for a success that is no usage response.`,options:{claim:N("TOKEN","only if that claim stil\
l holds; otherwise exit 1, and nothing is changed"),status:on("N","stdin is the body alone of a response with this statu\
s; 000 is curl's for none"),"retry-after":N("VALUE","and with this Retry-After header; goes with --status"),"curl-exit":on(
"N","the exit status of the curl that ran; 28 is a timeout")},run({claim:e,status:t,"retry-after":n,"curl-exit":r=0},o){
if(n!==void 0&&t===void 0)throw S("--retry-after goes with --status");let s=o.directory(),i=P(s),c=o.readStdin(Be),a=t===
void 0?cn(c,r):Ot({status:t,retryAfter:n??null},c,r);if(e===void 0)i.prepare(),J(s,()=>oo(i,o,a));else if(!wt(i,o,e,a))return u.
no;if(a.kind==="failure"&&a.rejected!==void 0)throw p.tagged("BAD_INPUT",`stdin: ${a.rejected}`);return u.done}};var Se=require("node:fs");var Aa=0,_a=1,fn=2,Ra=64*1024,Ia=2,pn=4;function Lo(e){try{return Uo(_a,e),!0}catch(t){if(k(t,"EPIPE"))return!1;throw O(
"persist","stdout",t)}}function hn(e){try{Uo(fn,e)}catch{return}}function Fo(e){try{return(0,Se.fstatSync)(e).isCharacterDevice()&&
process.getBuiltinModule("node:tty").isatty(e)}catch{return!1}}function Do(e){return La(e+pn)}function La(e){let t=[];for(let n=e;n>
0;){let r=Buffer.allocUnsafe(Math.min(n,Ra)),o=Fa(r);if(o===0)break;t.push(r.subarray(0,o)),n-=o}return Buffer.concat(t)}
function Fa(e){try{return vo(()=>(0,Se.readSync)(Aa,e,0,e.length,null))}catch(t){if(k(t,"EOF"))return 0;throw O("io","st\
din",t)}}function Uo(e,t){let n=Buffer.from(t);for(;n.length>0;){let r=vo(()=>(0,Se.writeSync)(e,n));n=n.subarray(r)}}function vo(e){
for(;;)try{return e()}catch(t){if(!k(t,"EAGAIN"))throw t;X(Ia)}}var jo=["SIGINT","SIGTERM","SIGHUP","SIGQUIT","SIGUSR2","SIGALRM","SIGXCPU"];function Bo(){let e=null,t={onSignal(){},async passOn(){
await new Promise(setImmediate);for(let r of jo)process.removeListener(r,n);e!==null&&Da(e)}},n=r=>{e??=r,t.onSignal(r)};
for(let r of jo)process.on(r,n);return t}function Da(e){process.kill(process.pid,e),X(1e3),process.exit(At(e))}function At(e){
return 128+process.getBuiltinModule("node:os").constants.signals[e]}var Je=1e3;function Po(e,t){return new Promise(n=>{let r=Ua(e,t);if("failed"in r)return n({started:!1,code:r.failed});let o=Jo(
r.stdout,t.keepBytes),s=Jo(r.stderr,t.keepBytes),i=null,c=!1,a,l=g=>{clearTimeout(f),clearTimeout(a);for(let x of[r.stdout,
r.stderr])x?.destroy();n({started:!0,exit:g,ended:i,stdout:o.bytes(),stderr:s.bytes()})},d=g=>{i!==null||c||(i=g,yn(r,"S\
IGTERM"),a=setTimeout(()=>{yn(r,"SIGKILL"),a=setTimeout(()=>l(At("SIGKILL")),Je)},Je))},f=setTimeout(()=>setImmediate(()=>d(
"timeout")),t.timeoutMs);t.signals.onSignal=d,r.on("error",g=>{r.pid===void 0&&(clearTimeout(f),n({started:!1,code:g.code??
"ENOENT"}))}),r.on("exit",(g,x)=>{c=!0,i!==null&&yn(r,"SIGKILL");let It=g??At(x??"SIGKILL");va(()=>o.seen()+s.seen(),t.keepBytes,
()=>l(It))})})}function Ua([e="",...t],{keepStderr:n}){let r=process.platform==="win32",o={detached:!r,stdio:["ignore","\
pipe",n?"pipe":"ignore"],windowsHide:!0},s=r&&t.slice(0,3).join(" ")==="/d /s /c",i=s?[...t.slice(0,3),`"${t.slice(3).join(
" ")}"`]:t;try{let{spawn:c}=process.getBuiltinModule("node:child_process");return c(e,i,{...o,windowsVerbatimArguments:s})}catch(c){
return{failed:c.code??"EINVAL"}}}function Jo(e,t){let n=[],r=0;return e?.on("data",o=>{r<t&&n.push(o.subarray(0,t-r)),r+=
o.length}),e?.on("error",()=>{}),{seen:()=>r,bytes:()=>Buffer.concat(n)}}function va(e,t,n){let r=-1,o=0,s=()=>{o=e()===
r?o+1:0,r=e(),o===2||r>2*t?n():setImmediate(s)};setImmediate(s)}function yn({pid:e},t){if(e!==void 0)try{if(process.platform===
"win32"){let{spawnSync:n}=process.getBuiltinModule("node:child_process");n("taskkill",["/pid",String(e),"/t","/f"],{windowsHide:!0})}else
process.kill(-e,t)}catch{return}}var Wo={name:"refresh",takesCommand:!0,summary:"run COMMAND if a refresh is wanted and nobody else is at it, and record \
what it fetched",details:`COMMAND prints an HTTP message as curl -sS -i does, or the body of a 200. Its exit status is t\
aken for that of curl;
77 says that there are no credentials. Exit 0: the cache is fresh now, or was; 1: somebody is fetching, or the fetch
failed and its back-off is recorded; 4: a back-off is running.`,options:{timeout:Tt,force:T("ignore freshness and back-o\
ff, but not the claim of another"),claim:N("TOKEN","work under a claim that holds, instead of deciding"),...ye},async run(e,t,n){
G({claim:e.claim,force:e.force});let r=P(t.directory()),o=Bo();try{let s=ja(r,t,e);return typeof s=="number"?s:await Ba(
r,t,{words:n,signals:o,...s})}finally{await o.passOn()}}};function ja(e,t,n){let r=Nt(n.timeout);if(n.claim!==void 0){let s=ro(
e,t,n.claim);return s===null||s<=Je?u.no:{token:n.claim,timeoutMs:Math.min(r*1e3,s-Je),own:!1}}let o=ge(e,t,n,{leaseSeconds:Ct(
r),force:n.force});return"token"in o?{token:o.token,timeoutMs:r*1e3,own:!0}:kt(o,n.force===!0?u.no:u.done)}async function Ba(e,t,n){
let r=await Po(n.words,{timeoutMs:n.timeoutMs,keepBytes:Be+pn,keepStderr:Fo(fn),signals:n.signals});return Ja(e,t,n,r)}function Ja(e,t,{
words:n,token:r,own:o},s){if(s.started&&s.ended!==null&&s.ended!=="timeout")return se(e,t,r),u.no;let i=Pa(s);if(s.started&&
(s.ended!==null||s.exit!==0)&&t.printError(Va(s.stderr)),i.kind==="not-run"||i.kind==="no-credentials"){if(o&&se(e,t,r),
i.kind==="no-credentials")return u.no;throw Wa(n,s)}if(!wt(e,t,r,i))return u.no;if(i.kind==="data")return u.done;if(i.rejected===
void 0)return u.no;throw p.tagged("BAD_INPUT",`what ${n[0]} printed: ${i.rejected}`)}function Pa(e){return e.started?Qr(
e.stdout,e.ended===null?e.exit:"timeout"):{kind:"not-run"}}function Wa([e=""],t){return t.started?p.tagged("NOT_RUN",`${e}\
 could not run its command: exit ${t.exit}`):new p(t.code,`cannot run ${e}`)}function Va(e){let n=e.toString("utf8").replaceAll(
"	"," ").split(`
`).map($).join(`
`);return n===""||n.endsWith(`
`)?n:`${n}
`}var Vo={name:"release",operands:["TOKEN"],summary:"give a claim up; what stood in the lock before it stands there again",
details:"Exit 1, and nothing is changed, when that claim does not hold any more.",options:{},run(e,t,[n=""]){return se(P(
t.directory()),t,n)?u.done:u.no}};var Go={name:"unblock",summary:"end the back-off",details:"Fine when there is none. A fetch that is under way stays unde\
r way.",options:{},run(e,{directory:t,now:n}){let r=t(),o=new B(r);return J(r,()=>{let s=o.readUnderMutex();o.leave(ze(s,
n()),{keepLease:s})}),u.done}};var _t=[wo,Wo,Ro,co,ao,Io,Vo,Ao,Xr,Go,_o,Mo];function Ho(e){return _t.find(t=>t.name===e)}var Ee={root:N("DIR","the directory of the files; default $USAGE_STORE_ROOT, $XDG_CACHE_HOME/linesmith, ~/.cache/linesmi\
th"),profile:N("NAME","a directory of its own below it, for several accounts; default $USAGE_STORE_PROFILE")},Rt={...Ee,
version:T("print the version, also -V")};var $o={help:{help:"print this, also -h"}};function bn(e){return[`usage-store: the last answer of the Claude Code usage \
endpoint, on disk, for status lines and prompts
`,`usage: usage-store [OPTION\u2026] COMMAND [OPTION\u2026]
`,`commands:
${gn([...e.map(({name:t,summary:n})=>[t,n]),["help [COMMAND]","print this, or a command's help"]])}`,`options:
${Yo({...Rt,...$o})}`,`A duration (DUR) is 90, 90s, 3m, 2h or 1d.
`,`exit codes:
${gn(Object.entries(jr))}`].join(`
`)}function Sn({name:e,operands:t=[],takesCommand:n,summary:r,details:o,options:s}){let i=n===!0?["-- COMMAND [ARG\u2026]"]:
t;return[`usage-store ${e}: ${r}
`,`usage: usage-store ${[e,...Object.keys(s).length>0?["[OPTION\u2026]"]:[],...i].join(" ")}
`,...o===void 0?[]:[`${o}
`],`options:
${Yo({...s,...Ee,...$o})}`].join(`
`)}function Yo(e){return gn(Object.entries(e).map(([t,n])=>[Ga(t,n),n.help]))}function Ga(e,{placeholder:t}){return t===
void 0?`--${e}`:`--${e} ${t}`}function gn(e){let t=Math.max(...e.map(([n])=>n.length));return e.map(([n,r])=>`  ${n.padEnd(
t)}  ${r}
`).join("")}function En(e,t){let{code:n,message:r}=e instanceof p?e:{code:"INTERNAL",message:`internal error: ${String(e)}`};return t(
`usage-store: ${$(r)} (${n})
`),Br(n)}function Xo(e,t){try{let n=Ha(e,t);return typeof n=="number"?n:n.catch(r=>En(r,t.printError))}catch(n){return En(n,t.printError)}}
function Ha(e,t){let n=Ge(e,Rt,!0);if(n.options.version===!0)return Pe(t,`usage-store ${t.version}
`);let[r,...o]=n.rest;if(n.helpWanted||r===void 0)return Pe(t,bn(_t));if(r==="help")return Ka(o,t);let s=Ko(r),i=Ge(o,{...s.
options,...Ee},s.takesCommand);if(i.helpWanted)return Pe(t,Sn(s));let c=s.takesCommand===!0?Ya(s,i.rest):$a(s,i.operands),
a={...n.options,...i.options},l={...t,directory:()=>Fr(a,t.environment),rootArguments:Xa(a)};return s.run(i.options,l,c)}
function $a({name:e,operands:t=[]},n){let r=n[t.length];if(r!==void 0)throw S(`${e} takes no argument ${JSON.stringify(r)}`);
let o=t[n.length];if(o!==void 0)throw S(`${e} needs ${o}`);return n}function Ya({name:e},t){if((t[0]??"")==="")throw S(`${e}\
 needs -- COMMAND [ARG\u2026]`);return t}function Xa({root:e,profile:t}){return[...e===void 0?[]:[`--root=${e}`],...t===
void 0?[]:[`--profile=${t}`]]}function Ka(e,t){let{operands:n,helpWanted:r}=Ge(e,Ee),[o,s]=n;if(s!==void 0)throw S("help\
 takes one command");return o===void 0||o==="help"||r?Pe(t,bn(_t)):Pe(t,Sn(Ko(o)))}function Ko(e){let t=Ho(e);if(t===void 0)
throw S(`unknown command ${JSON.stringify(e)}: see usage-store help`);return t}function Pe(e,t){return e.print(t),u.done}var zo=24;function za(){return Number.parseInt(process.versions.node,10)<zo?(hn(`usage-store: needs Node ${zo} or later,\
 this is ${process.versions.node} (NODE_VERSION)
`),u.environment):Xo(process.argv.slice(2),{now:Date.now,random:Math.random,environment:process.env,readStdin:Do,print:Lo,
printError:hn,version:"0.1.0"})}var xn=za();typeof xn=="number"?process.exit(xn):xn.then(e=>process.exit(e));
