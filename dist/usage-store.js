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
var Ho=Object.create;var Pe=Object.defineProperty;var Yo=Object.getOwnPropertyDescriptor;var $o=Object.getOwnPropertyNames;var Xo=Object.getPrototypeOf,Ko=Object.prototype.hasOwnProperty;var Ve=(e,t,n)=>()=>{if(n)throw n[0];try{return e&&(t=e(e=0)),t}catch(r){throw n=[r],r}};var zo=(e,t)=>()=>{try{return t||e((t={exports:{}}).exports,t),t.exports}catch(n){throw t=0,n}},Ft=(e,t)=>{for(var n in t)
Pe(e,n,{get:t[n],enumerable:!0})},Sn=(e,t,n,r)=>{if(t&&typeof t=="object"||typeof t=="function")for(let o of $o(t))!Ko.call(
e,o)&&o!==n&&Pe(e,o,{get:()=>t[o],enumerable:!(r=Yo(t,o))||r.enumerable});return e};var qo=(e,t,n)=>(n=e!=null?Ho(Xo(e)):{},Sn(t||!e||!e.__esModule?Pe(n,"default",{value:e,enumerable:!0}):n,e)),Dt=e=>Sn(Pe(
{},"__esModule",{value:!0}),e);function Yt(){let e=()=>Math.floor(Math.random()*4503599627370496).toString(16).padStart(13,"0");return e()+e()}function ie(){
return`us-${Yt()}.tmp`}function sr(e){return qs.test(e)}var qs,ae=Ve(()=>{qs=/.\.us-[0-9a-f]{26}\.tmp$/});var ir={};Ft(ir,{createHash:()=>Zs});function Zs(){let e={update:()=>e,digest:()=>({readUInt32BE:ie})};return e}var ar=Ve(
()=>{ae()});var cr={};Ft(cr,{onExit:()=>Qs});function Qs(){return()=>{}}var lr=Ve(()=>{});var ur={};Ft(ur,{threadId:()=>ei});var ei,dr=Ve(()=>{ei=0});var fr=zo((Uc,Le)=>{"use strict";Le.exports=ai;Le.exports.sync=ci;Le.exports._getTmpname=$t;Le.exports._cleanupOnExit=Xt;
var y=require("fs"),ti=(ar(),Dt(ir)),{onExit:mr}=(lr(),Dt(cr)),ni=require("path"),{promisify:R}=require("util"),Y={},ri=(function(){
try{return(dr(),Dt(ur)).threadId}catch{return 0}})(),oi=0;function $t(e){return e+"."+ti.createHash("sha1").update(__filename).
update(String(process.pid)).update(String(ri)).update(String(++oi)).digest().readUInt32BE(0)}function Xt(e){return()=>{try{
y.unlinkSync(typeof e=="function"?e():e)}catch{}}}function si(e){return new Promise(t=>{Y[e]||(Y[e]=[]),Y[e].push(t),Y[e].
length===1&&t()})}function st(e){return e.code==="ENOSYS"||(!process.getuid||process.getuid()!==0)&&(e.code==="EINVAL"||
e.code==="EPERM")}async function ii(e,t,n={}){typeof n=="string"&&(n={encoding:n});let r,o,s=mr(Xt(()=>o)),i=ni.resolve(
e);try{await si(i);let c=await R(y.realpath)(e).catch(()=>e);if(o=$t(c),!n.mode||!n.chown){let a=await R(y.stat)(c).catch(
()=>{});a&&(n.mode==null&&(n.mode=a.mode),n.chown==null&&process.getuid&&(n.chown={uid:a.uid,gid:a.gid}))}r=await R(y.open)(
o,"w",n.mode),n.tmpfileCreated&&await n.tmpfileCreated(o),ArrayBuffer.isView(t)?await R(y.write)(r,t,0,t.length,0):t!=null&&
await R(y.write)(r,String(t),0,String(n.encoding||"utf8")),n.fsync!==!1&&await R(y.fsync)(r),await R(y.close)(r),r=null,
n.chown&&await R(y.chown)(o,n.chown.uid,n.chown.gid).catch(a=>{if(!st(a))throw a}),n.mode&&await R(y.chmod)(o,n.mode).catch(
a=>{if(!st(a))throw a}),await R(y.rename)(o,c)}finally{r&&await R(y.close)(r).catch(()=>{}),s(),await R(y.unlink)(o).catch(
()=>{}),Y[i].shift(),Y[i].length>0?Y[i][0]():delete Y[i]}}async function ai(e,t,n,r){n instanceof Function&&(r=n,n={});let o=ii(
e,t,n);if(r)try{let s=await o;return r(s)}catch(s){return r(s)}return o}function ci(e,t,n){typeof n=="string"?n={encoding:n}:
n||(n={});try{e=y.realpathSync(e)}catch{}let r=$t(e);if(!n.mode||!n.chown)try{let a=y.statSync(e);n=Object.assign({},n),
n.mode||(n.mode=a.mode),!n.chown&&process.getuid&&(n.chown={uid:a.uid,gid:a.gid})}catch{}let o,s=Xt(r),i=mr(s),c=!0;try{
if(o=y.openSync(r,"w",n.mode||438),n.tmpfileCreated&&n.tmpfileCreated(r),ArrayBuffer.isView(t)?y.writeSync(o,t,0,t.length,
0):t!=null&&y.writeSync(o,String(t),0,String(n.encoding||"utf8")),n.fsync!==!1&&y.fsyncSync(o),y.closeSync(o),o=null,n.chown)
try{y.chownSync(r,n.chown.uid,n.chown.gid)}catch(a){if(!st(a))throw a}if(n.mode)try{y.chmodSync(r,n.mode)}catch(a){if(!st(
a))throw a}y.renameSync(r,e),c=!1}finally{if(o)try{y.closeSync(o)}catch{}i(),c&&s()}}});var p=class e extends Error{code;constructor(t,n,r){super(n,r),this.name="StoreError",this.code=t}static tagged(t,n){return new e(
t,n)}},g=class extends p{kind;path;constructor(t,n,r,o,s){super(r,`cannot ${t==="io"?"read":"write"} ${n}: ${o}`,{cause:s}),
this.name="CacheError",this.kind=t,this.path=n}};function b(e){return p.tagged("USAGE",e)}function G(e){let t=Object.keys(e).filter(n=>e[n]!==void 0);if(t.length>1)throw b(
`${t.map(n=>`--${n}`).join(" and ")} exclude each other`);return t[0]}function We(e,t,n=!1){let r={},o=[],s=0;for(;s<e.length;){
let i=e[s++]??"",c=i==="-V"&&Object.hasOwn(t,"version")?"--version":i;if(c==="--help"||c==="-h")return{options:r,operands:o,
helpWanted:!0,rest:[]};if(c==="--"){let x=e.slice(s);return n?{options:r,operands:o,helpWanted:!1,rest:x}:{options:r,operands:[
...o,...x],helpWanted:!1,rest:[]}}if(!c.startsWith("-")||c==="-"){if(n)return{options:r,operands:o,helpWanted:!1,rest:e.
slice(s-1)};o.push(c);continue}let a=c.indexOf("="),l=a<0?c.slice(2):c.slice(2,a),d=c.startsWith("--")&&Object.hasOwn(t,
l)?t[l]:void 0;if(d===void 0)throw b(`unknown option ${a<0?c:c.slice(0,a)}`);if(d.placeholder===void 0){if(a>=0)throw b(
`--${l} takes no value`);r[l]=!0;continue}let f=a<0?e[s++]:c.slice(a+1);if(f===void 0)throw b(`--${l} needs a value: ${d.
placeholder}`);let S=d.parse(f);if(S===null)throw b(`--${l} takes ${d.placeholder}, not ${JSON.stringify(f)}`);d.repeatable!==
!0?r[l]=S:Array.isArray(r[l])?r[l].push(S):r[l]=[S]}return{options:r,operands:o,helpWanted:!1,rest:[]}}var Zo=/^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;function _(e){let t=Zo.exec(e);if(t===null)return null;let[n,r,o,s,i,c]=t.slice(1,7).map(Number);if(s>23||i>59||c>60||!Qo(
n,r,o))return null;let a=Number(t[9]??0),l=Number(t[10]??0);if(a>23||l>59)return null;let d=(t[8]==="-"?-1:1)*(a*60+l)*6e4,
f=En(n,r,o)+((s*60+i)*60+Math.min(c,59))*1e3-d;return f>2534022072e5?null:f+Number((t[7]??"").padEnd(3,"0").slice(0,3))}
function Ge(e){return new Date(e).toISOString()}function E(e){return Math.floor(e/1e3)}function j(e,t){return Math.max(0,
E(t)-E(e))}function En(e,t,n){return new Date(0).setUTCFullYear(e,t-1,n)}function Qo(e,t,n){let r=new Date(En(e,t,n));return r.
getUTCMonth()===t-1&&r.getUTCDate()===n}var Ut=JSON;function On(e){return kn(e,t=>JSON.parse(t))}function Q(e){return kn(e,t=>Ut.parse(t,(n,r,{source:o})=>typeof r==
"number"&&o!==void 0&&String(r)!==o?Ut.rawJSON(o):r))}var wn=/"[^"\\]*(?:"|(?:\\.?[^"\\]*)*(?:"|$))/gs,He="\uE000",xn=/\s*:/y;
function kn(e,t){if(!e.includes("\\"))return t(e);let n=[],r=e.replace(wn,(s,i)=>(xn.lastIndex=i+s.length,!(s.includes("\
\\")||s.startsWith(He,1))||!xn.test(e)?s:`"${He}${n.push(JSON.parse(s))-1}"`)),o=s=>(s.startsWith(He)?n[Number(s.slice(He.
length))]:void 0)??s;return n.length===0?t(e):vt(t(r),o)}function vt(e,t){return Array.isArray(e)?e.map(n=>vt(n,t)):h(e)?
Object.fromEntries(Object.entries(e).map(([n,r])=>[t(n),vt(r,t)])):e}function be(e){return Ut.isRawJSON(e)}function h(e){
return typeof e=="object"&&e!==null&&!Array.isArray(e)&&!be(e)}function Se(e){return typeof e=="number"?String(e):e!==void 0&&
be(e)?e.rawJSON:null}function Ee(e){let t=typeof e=="number"?e:e!==void 0&&be(e)?Number(e.rawJSON):NaN;return Number.isFinite(
t)?t:null}function m(e,t){return Object.hasOwn(e,t)?e[t]:void 0}var es=new RegExp(`${wn.source}|[^"[\\]{}]+`,"gs"),ts=/\{\}|\[\]/g;
function Ye(e,t){if(e.split("{").length+e.split("[").length-2<=t)return!1;let n=e.replace(es,"");for(let r=0;r<t&&n!=="";r++){
let o=n.replace(ts,"");if(o===n)return!1;n=o}return n!==""}var _n=64*1024,U=86400,Tn=30,ns=2e3,rs=181,os=2e3,Cn=2n**63n;function Rn(e){let t;try{t=Q(e)}catch{return"legacy"}if(!h(
t))return"legacy";let n=Mn(t);if(n===null)return"legacy";let r=m(t,"claim"),o=m(t,"before");return{...n,failures:Nn(m(t,
"failures"))??0,claim:typeof r=="string"&&r!==""?r:null,lease:Nn(m(t,"lease")),before:h(o)?Mn(o):null}}function Mn(e){let t=In(
m(e,"blocked_until")),n=m(e,"error")??null;return t!==null&&(n===null||typeof n=="string")?{blockedUntil:t,error:n}:null}
function In(e){let t=Se(e);if(t===null||t==="-0"||!/^-?\d{1,19}$/.test(t))return null;let n=BigInt(t);return n>=-Cn&&n<Cn?
Number(n):null}function Nn(e){let t=In(e);return t!==null&&t>=0&&Number.isSafeInteger(t)?t:null}function Ln({blockedUntil:e,
error:t,failures:n,claim:r,lease:o,before:s}){return{...An({blockedUntil:e,error:t}),...r===null?{}:{claim:r},...o===null?
{}:{lease:o},...n===0?{}:{failures:n},...s===null?{}:{before:An(s)}}}function An({blockedUntil:e,error:t}){return{blocked_until:Math.
max(Number.MIN_SAFE_INTEGER,Math.min(Number.MAX_SAFE_INTEGER,e)),...t===null?{}:{error:t}}}function $e(e,t){if(e===null||
e.lock==="legacy"||e.lock.claim===null)return!1;let{lease:n,blockedUntil:r}=e.lock,o=e.fileSystemNowMs??t,s=e.fileSystemNowMs===
void 0?ns:0;return e.mtimeMs-o>s?!1:n===null?Math.min(r,Dn(e,o))>E(o):e.mtimeMs+Math.min(n,U)*1e3>o}function Fn(e,t,n){return e!==
null&&e.lock!=="legacy"&&e.lock.claim===t&&$e(e,n)}function ss(e,t){if(e===null)return null;if(e.lock==="legacy")return e.
mtimeMs-t>Tn*1e3?null:{blockedUntil:E(e.mtimeMs)+Tn,error:null};let n=e.lock.claim===null?e.lock:e.lock.before;return n===
null?null:{blockedUntil:Math.min(n.blockedUntil,Dn(e,t)),error:n.error}}function Dn(e,t){return E(Math.min(e.mtimeMs,t))+
U}function is(e,t,n){return e.lock==="legacy"||t.error!==null||n===null?!1:Un(t,n)||Math.abs(e.mtimeMs-n)<=os}function Un({
blockedUntil:e},t){return Math.abs(e-E(t))<=rs}function V(e,t,n){let r=$e(e,t),o=ss(e,t),s=e!==null&&o!==null&&o.blockedUntil>
E(t),i=s&&o.error===null?n():null,c=s&&!is(e,o,i),a=!s||c||i!==null&&Un(o,i),l=e===null||e.lock==="legacy"?null:e.lock;return{
fetching:r,leaseEnds:r&&l!==null?l.blockedUntil:null,running:c,active:c&&!r,block:o,carried:a?o:null,failures:l?.failures??
0}}var as=["Jan","Feb","Mar","Apr","May","Jun","Jul","Aug","Sep","Oct","Nov","Dec"],cs=/^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,
ls=/^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/,us=/^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/,
ds=50*365.2425*864e5;function vn(e,t){let n=e.trim();if(/^\d+$/.test(n))return Number(n)>0?Number(n):null;let r=ms(n,t);
if(r===null)return null;let o=E(r)-E(t);return o>0?o:null}function ms(e,t){let n=(cs.exec(e)??ls.exec(e)??us.exec(e))?.groups;
if(n===void 0)return null;let{day:r="",month:o="",year:s="",time:i=""}=n,c=String(as.indexOf(o)+1).padStart(2,"0"),a=f=>_(
`${f}-${c}-${r.trim().padStart(2,"0")}T${i}Z`);if(s.length===4)return a(s);let l=Math.floor(new Date(t).getUTCFullYear()/
100),d=a(`${l}${s}`);return d!==null&&d-t>ds?a(`${l-1}${s}`):d}var fs={base:300,cap:3600},ps={base:30,cap:300},hs=["RateLimited","Forbidden"],ys=.1;function Xe({error:e,failures:t,retryAfter:n},r,o){
let s=e==="RateLimited"&&n!==null?vn(n,r):null,{base:i,cap:c}=hs.includes(e)?fs:ps,a=s===null?Math.min(c,i*2**t):Math.min(
s,U),l=a*ys*o,d=Math.floor(a+(s===null?l:Math.max(1,l)));return{blockedUntil:E(r)+Math.min(d,U),error:e}}var jt={claim:null,lease:null,before:null};function jn({block:e,running:t},n){return!t||e===null||e.blockedUntil<n.blockedUntil?
n:{blockedUntil:e.blockedUntil,error:e.error??n.error}}function Bn(e,t,n){let r=n?t:jn(e,t);if(!(r!==t&&!e.fetching))return{
...r,failures:e.failures,...jt}}function Jn(e,t){return{...jn(e,t),failures:Math.min(e.failures+1,Number.MAX_SAFE_INTEGER),
...jt}}function Ke(e,t){return e===null||e.lock==="legacy"||!$e(e,t)?null:{...e.lock,failures:0,before:null}}function Pn(e,t,n,r){
return{blockedUntil:E(r)+n,error:null,failures:e.failures,claim:t,lease:n,before:e.carried}}function Vn({before:e,failures:t}){
return e===null?null:{...e,failures:t,...jt}}var gs=["Unauthorized","Forbidden","RateLimited"];function ze(e,t){if(e===null||
e.lock==="legacy")return e;let n=t();if(n===null||n<=e.mtimeMs)return e;let r=s=>gs.includes(s.error)?{...s,blockedUntil:0}:
s,{lock:o}=e;return{...e,lock:{...r(o),before:o.before===null?null:r(o.before)}}}var xr=require("node:path");var Bt=1,qe=256*1024,bs=127,Ss=6e4,xe={withData(e,t){return{cachedAtMs:t,data:e,error:null}},withError(e,t){return{cachedAtMs:t,
data:null,error:{code:e}}}};function re(e){return"miss"in e}function Oe({data:e,error:t}){return e===null==(t===null)}function ee(e){
return re(e)?e.miss==="future-dated"?e.dataCachedAtMs:null:Oe(e)||e.data===null?null:e.cachedAtMs}function Wn(e,t,n=!1){
let r={miss:"malformed"};if(Ye(e,bs))return r;let o;try{o=n?Q(e):On(e)}catch{return r}if(!h(o))return r;let s=m(o,"schem\
a_version");if(s===void 0)return r;if(!Os(s,e))return{miss:"other-schema"};let i=m(o,"cached_at"),c=typeof i=="string"?_(
i):null,a=m(o,"data")??null,l=m(o,"error")??null;if(c===null||!(a===null||h(a))||!(l===null||h(l)))return r;let d=l===null?
null:m(l,"code");if(l!==null&&typeof d!="string")return r;let f={cachedAtMs:c,data:a,error:typeof d=="string"?{code:d}:null};
return c-t>Ss?{miss:"future-dated",dataCachedAtMs:ee(f)}:f}var Es=/^\s*\{\s*"schema_version"\s*:\s*1\s*,/,xs=[`{
  "schema_version": 1,`,'{"schema_version":1,'];function Os(e,t){if(Se(e)!==String(Bt))return!1;if(xs.some(r=>t.startsWith(
r))||Es.test(t))return!0;let n=Q(t);return h(n)&&Se(m(n,"schema_version"))===String(Bt)}function Gn({cachedAtMs:e,data:t,
error:n}){return{schema_version:Bt,cached_at:Ge(e),data:t,error:n}}var we=["five_hour","seven_day","seven_day_opus","seven_day_sonnet","seven_day_oauth_apps","extra_usage"],Ze={buckets:new Map,
scoped:new Map},Hn=36e5,Yn=5*Hn,$n=168*Hn,ws=.05,ks=[["five_hour","session"],["seven_day","weekly_all"]];function Qe(e,t,n){
let r=(l,d,f)=>{let S=Ee(l);return S===null?null:Ts(Ms(S),d,f,t,n)},o=_s(e),s=l=>r(m(l,"percent"),m(l,"resets_at"),As(l)),
i=new Map;for(let l of we){let d=e(l),S=(h(d)?r(m(d,"utilization"),m(d,"resets_at"),Ns(l)):null)??Fs(o.filter(x=>Rs(x,l)).
map(s));S!==null&&i.set(l,S)}let c=new Map,a=Jt(c);for(let l of o){let d=Ls(l),f=d===null?null:s(l);d!==null&&f!==null&&
c.set(a(d),f)}return{buckets:i,scoped:c}}function et({buckets:e,scoped:t}){return[...e.values(),...t.values()]}function Jt(e){
let t=new Map;return n=>{if(!e.has(n))return n;let r=t.get(n)??2;for(;e.has(`${n}_${r}`);)r++;return t.set(n,r+1),`${n}_${r}`}}
function Ts(e,t,n,r,o){let s=typeof t=="string"?_(t):null,i=s!==null&&r<s&&s<=o,c=s===null||n===null?null:r-(s-n),a=c!==
null&&n!==null&&c>=ws*n&&c<n&&!i,l=a?Cs(e,c,n,r,o):null;return{percent:i?null:e,lastPercent:i?e:null,resetsAt:s===null?null:
t,resetsAtMs:s,resetsInSeconds:s===null?null:j(o,s),resetPassed:i,pace:a?e-100*c/n:null,runsOutAtMs:l,runsOutInSeconds:l===
null?null:j(o,l)}}function Cs(e,t,n,r,o){if(e===100)return o;let s=t*(100-e)/e;return s<n-t?r+s:null}function ke(e,t){let n=10**
t;return Math.round(e*n)/n+0}function Xn(e){let t=ke(e,0);return t>=100&&e<100?99:t<=0&&e>0?1:t}function Ms(e){return Math.
min(100,Math.max(0,e))+0}function Ns(e){return e==="five_hour"?Yn:e.startsWith("seven_day")?$n:null}function As(e){let t=m(
e,"kind");return typeof t!="string"?null:t.startsWith("weekly")?$n:t.startsWith("session")?Yn:null}function _s(e){let t=e(
"limits");return Array.isArray(t)?t.filter(h):[]}function Rs(e,t){let n=m(e,"kind");return!Is(e)&&ks.some(([r,o])=>r===t&&
o===n)}function Is(e){return!Kn(m(e,"scope"))}function Kn(e){return e==null||h(e)&&Object.values(e).every(Kn)}function Ls(e){
let t=m(e,"scope");if(!h(t))return null;let n=m(t,"model");return[...h(n)?[m(n,"display_name"),m(n,"id")]:[],m(t,"surfac\
e")].find(o=>typeof o=="string"&&o!=="")??null}function Fs(e){return e.find(t=>t!==null)??null}var Ae=["five_hour","seven_day","seven_day_opus","seven_day_sonnet","seven_day_oauth_apps","extra_usage","limits"],Ce=e=>typeof e==
"string",Me=e=>Ee(e)!==null,zn=e=>typeof e=="string"&&_(e)!==null,Ds=e=>t=>t===void 0||e(t),M=e=>t=>t==null||e(t),Ne=e=>t=>h(
t)&&Object.entries(e).every(([n,r])=>r(m(t,n))),Te=M(Ne({utilization:Me,resets_at:M(zn)})),Us=M(Ne({is_enabled:M(e=>typeof e==
"boolean"),utilization:M(Me),monthly_limit:M(Me),used_credits:M(Me),currency:M(Ce)})),vs=Ne({kind:Ce,percent:Me,resets_at:M(
zn),severity:Ds(Ce),scope:M(Ne({model:M(Ne({display_name:M(Ce),id:M(Ce)}))}))}),js=M(e=>Array.isArray(e)&&e.every(vs)),Bs={
five_hour:Te,seven_day:Te,seven_day_opus:Te,seven_day_sonnet:Te,seven_day_oauth_apps:Te,extra_usage:Us,limits:js};function qn(e,t){
return Bs[e](t)}var Pt=100;function Vt(e){if(typeof e=="string")return e.isWellFormed()?null:"a lone surrogate";if(typeof e==
"number"||e!==null&&typeof e=="object"&&be(e))return Ee(e)===null?"a number beyond double range":null;if(e===null||typeof e!=
"object")return null;for(let[t,n]of Object.entries(e)){let r=t.isWellFormed()?Vt(n):"a lone surrogate";if(r!==null)return r}
return null}var _e="usage_store";function tt(e){let t=[],n=[];for(let r of Ae){let o=m(e,r);if(o===void 0)continue;let s=qn(r,o);t.push(
[r,s?o:null]),s||n.push([r,o])}for(let[r,o]of Object.entries(e))!Js(r)&&r!==_e&&n.push([r,o]);return Object.fromEntries(
[...t,["unknown_buckets",Object.fromEntries(n)]])}function Zn(e){let t=oe(e),n=Object.entries(e).filter(([s,i])=>s!=="un\
known_buckets"&&!Qn(i,s,t)),r=new Set(n.map(([s])=>s)),o=Object.entries(t).filter(([s])=>s!==_e&&!r.has(s));return Object.
fromEntries([...n,...o])}function nt(e,t){let n=oe(e),r=t==="unknown_buckets"?void 0:m(e,t);return r!==void 0&&!Qn(r,t,n)?
r:t===_e?void 0:m(n,t)}function Qn(e,t,n){return e===null&&Object.hasOwn(n,t)}function oe(e){let t=m(e,"unknown_buckets");
return h(t)?t:{}}function Js(e){return Ae.includes(e)}var Re={maxAgeSeconds:180,maxStaleSeconds:86400,errorMaxAgeSeconds:30,maxCompleteAgeSeconds:900},Ps=["Unauthorized","For\
bidden"];function rt(e,t,n,r){let o=re(e)?null:e,s=o===null||Oe(o)?null:o.data,i=o===null?null:j(o.cachedAtMs,n),c=A=>i!==
null&&i<A,a=()=>V(t(),n,()=>ee(e)),l=(A,It,Go,Lt)=>({state:A,served:Lt!==null,refresh:Go,fetching:It?.fetching??!1,miss:Lt===
null?Vs(e,c(r.maxStaleSeconds)):null,entry:o,ageSeconds:i,windows:Lt??Ze,activeBlock:It?.active===!0?It.block:null}),d=Math.
min(o?.cachedAtMs??n,n),f=s===null?null:Qe(A=>nt(s,A),d,n),S=f!==null&&et(f).some(A=>A.resetPassed);if(s!==null&&c(r.maxAgeSeconds)&&
!S){let A=Gs(s,n,r.maxCompleteAgeSeconds)?a():null;return l("fresh",A,A!==null&&!A.active&&!A.fetching,f)}let x=a();if(s!==
null&&c(r.maxStaleSeconds)){if(!x.active)return l("stale",x,!x.fetching,f);if(!Ws(x))return l("backoff",x,!1,f)}let Rt=o!==
null&&o.error!==null&&!Oe(o);return x.active||Rt&&c(r.errorMaxAgeSeconds)?l("blocked",x,!1,null):l("miss",x,!x.fetching,
null)}function Vs(e,t){return re(e)?e.miss:Oe(e)?"anomalous":e.error!==null?"error":t?null:"expired"}function Ws({block:e}){
return Ps.includes(e?.error??null)}function Gs(e,t,n){let r=Wt(e);return r===void 0?!1:r===null||j(r,t)>=n}function Wt(e){
let t=m(oe(e),_e);if(!h(t))return;let n=m(t,"complete_at");return typeof n=="string"?_(n):null}var er=/[^\u0020-\u007E\u00A0-\u2029\u202F-\u2065\u206A-\uFFFF]/g;function H(e){return e===""?"":e.replace(er,"")}function te(e){
return JSON.stringify(e).replace(er,t=>`\\u${t.charCodeAt(0).toString(16).padStart(4,"0")}`)}function tr(e,t){return rr(e,t).map(([n,r])=>`${n}='${r.replaceAll("'","'\\''")}'
`).join("")}function nr(e,t){return rr(e,t).map(([n,r])=>`set -g ${n} '${r.replace(Hs,Ys)}'
`).join("")}var Hs=/([\u0080-\uFFFF]?)([\\'])/g;function Ys(e,t,n){return t===""?`\\${n}`:`${t}'\\${n}'`}function rr(e,t){
let{activeBlock:n,entry:r,windows:o}=e,s=n===null?null:j(t,n.blockedUntil*1e3);return[["usage_state",e.state],["usage_ag\
e",e.served?se(e.ageSeconds):""],["usage_error",H(n?.error??r?.error?.code??"")],["usage_retry_in",se(s)],["usage_scoped",
Gt(o)],...we.flatMap(i=>$s(`usage_${i}`,o.buckets.get(i)))]}function $s(e,t){return[[e,ot(t)],[`${e}_resets_in`,se(t?.resetsInSeconds)],
[`${e}_pace`,Ht(t)],[`${e}_runs_out_in`,se(t?.runsOutInSeconds)]]}function Gt({scoped:e}){let t=new Map,n=Jt(t);for(let[
r,o]of e){let s=r.replace(/[^A-Za-z0-9._-]/g,"");s!==""&&t.set(n(s),ot(o))}return[...t].map(([r,o])=>`${r}=${o}`).join("\
 ")}function ot(e){return se(e?.percent==null?null:Xn(e.percent))}function Ht(e){return se(e?.pace==null?null:ke(e.pace,
0))}function se(e){return e==null?"":String(e)}var Xs=4096;function or(e,t,n){let r=Qe(a=>nt(e,a),Math.min(t,n),n),o=et(r).flatMap(({resetsAtMs:a})=>a===null?[]:[a]),s=Math.
min(...o.filter(a=>a>t)),c=[["usage-store-view","1"],["cached_at",Ie(t)],["next_reset",Ie(Number.isFinite(s)?s:null)],["\
complete_at",zs(e)],...we.flatMap(a=>Ks(a,r.buckets.get(a))),["scoped",Gt(r)]].map(([a,l])=>`${a} ${l}
`).join("");return c.length>Xs?null:c}function Ks(e,t){return[[e,ot(t)],[`${e}_resets_at`,Ie(t?.resetsAtMs)],[`${e}_pace`,
Ht(t)],[`${e}_runs_out_at`,Ie(t?.runsOutAtMs)]]}function zs(e){let t=Wt(e);return t===null?"never":Ie(t)}function Ie(e){
return e==null?"":String(E(e))}var z=require("node:fs"),gr=qo(fr(),1);function ce(){return Number(process.hrtime.bigint())/1e6}function $(e){Atomics.wait(new Int32Array(new SharedArrayBuffer(
4)),0,0,e)}var X=require("node:fs"),it=require("node:path");ae();var li=6e4;function at(e){try{let{ctimeMs:t}=(0,X.statSync)(e),n=(0,it.dirname)(
e);for(let r of(0,X.readdirSync)(n))sr(r)&&ui((0,it.join)(n,r),t)}catch{}}function ui(e,t){try{let n=(0,X.lstatSync)(e);
n.isFile()&&t-n.mtimeMs>li&&(0,X.unlinkSync)(e)}catch{}}function di(e){let{code:t,errno:n}=e;if(typeof t=="string"&&/^E[A-Z0-9]+$/.test(t))return t;let{constants:r}=process.getBuiltinModule(
"node:os");return Object.entries(r.errno).find(([,s])=>s===Math.abs(n??0))?.[0]??"EIO"}function mi(e){let t=e instanceof
Error?e.message:String(e);return/^(?:\w+|Unknown system error -\d+): ([^,]+)/.exec(t)?.[1]?.replace("Unknown","unknown")??
t}function O(e,t,n){if(n instanceof g)return n;if(typeof n.errno!="number")throw n;return new g(e,t,di(n),mi(n),n)}function k(e,...t){
return t.includes(e.code??"")}var hr=require("node:buffer"),I=require("node:fs"),K=require("node:path");var fi=40;function De(e){let t=e;try{Kt(e);for(let n=0;n<=fi;n++){let r=(0,I.lstatSync)(t,{throwIfNoEntry:!1});if(r===void 0)
return n>0&&(0,I.statSync)((0,K.dirname)(t)),t;if(r.isFile())return t;if(r.isDirectory())throw new g("persist",e,"EISDIR",
"is a directory");if(!r.isSymbolicLink())throw new g("persist",e,"NOT_REGULAR","not a regular file");Fe(r,e,"is a link t\
hat another user has made",!0);let o=pr((0,I.readlinkSync)(t,"buffer"),e);t=(0,K.isAbsolute)(o)?o:`${pr((0,I.realpathSync)(
(0,K.dirname)(t),"buffer"),e)}${K.sep}${o}`}}catch(n){throw O("persist",e,n)}throw new g("persist",e,"ELOOP","too many s\
ymbolic links")}function Kt(e){let t=(0,K.dirname)(e),n=(0,I.lstatSync)(t),r=n.isSymbolicLink();r&&Fe(n,e,"the directory\
 is a link that another user has made",!0),Fe(r?(0,I.statSync)(t):n,e,"the directory belongs to another user")}function Fe({
uid:e},t,n,r=!1){let o=process.getuid?.()??e;if(e!==o&&e!==0&&(o!==0||r))throw new g("persist",t,"NOT_OWNER",n)}function pr(e,t){
if(!(0,hr.isUtf8)(e))throw new g("persist",t,"EILSEQ","is a link to a name that is not UTF-8");return e.toString("utf8")}
function ct(e){try{(0,I.unlinkSync)(De(e))}catch(t){if(!k(t,"ENOENT"))throw O("persist",e,t)}}var Ue=384,pi=1e3,hi=20;function lt(e,t,n={}){let r=yr(t,2),o=r.length>(n.prettyUpToBytes??1/0)?yr(t,0):r,s=De(e);try{gi(
()=>yi(s,o,n))}catch(i){throw O("persist",e,i)}return at(s),s}function yr(e,t){return Buffer.from(`${JSON.stringify(e,null,
t)}
`)}function yi(e,t,{mtimeMs:n}){gr.default.sync(e,null,{mode:Ue,tmpfileCreated(r){(0,z.chmodSync)(r,Ue),(0,z.writeFileSync)(
r,t,{flag:"r+"});let{size:o}=(0,z.statSync)(r);if(o!==t.length)throw new g("persist",e,"EIO",`wrote ${o} of ${t.length} \
bytes`);n!==void 0&&(0,z.utimesSync)(r,n/1e3,n/1e3)}})}function gi(e){let t=ce()+pi;for(;;)try{return e()}catch(n){if(!(process.
platform==="win32"&&k(n,"EPERM","EACCES","EBUSY"))||ce()>t)throw n;$(hi)}}var br=require("node:buffer"),N=require("node:fs");var bi=N.constants.O_RDONLY|(N.constants.O_NONBLOCK??0)|(N.constants.O_NOCTTY??0);function zt(e,t){let n;try{n=(0,N.openSync)(
e,bi)}catch(r){if(k(r,"ENOENT"))return null;throw O("io",e,r)}try{let r=(0,N.fstatSync)(n);if(r.isDirectory())throw new g(
"io",e,"EISDIR","is a directory");if(!r.isFile())throw new g("io",e,"NOT_REGULAR","not a regular file");if(r.size>t)return{
text:null,tooLarge:!0,mtimeMs:r.mtimeMs};let o=Buffer.allocUnsafe(r.size+1),s=0,i;do i=(0,N.readSync)(n,o,s,o.length-s,s),
s+=i;while(i>0&&s<r.size);let c=o.subarray(0,s);return{text:c.length<o.length&&(0,br.isUtf8)(c)?c.toString("utf8"):null,
tooLarge:!1,mtimeMs:r.mtimeMs}}catch(r){throw O("io",e,r)}finally{ve(n)}}function ve(e){try{(0,N.closeSync)(e)}catch{return}}
function ut(e){if(e===void 0)return null;try{return(0,N.statSync)(e).mtimeMs}catch{return null}}var le="usage.json",ue="usage.lock";function dt(e,t,n){let r=zt(e,qe);return r===null?{miss:"absent"}:r.tooLarge?{miss:"\
too-large"}:r.text===null?{miss:"malformed"}:Wn(r.text,t,n)}function mt(e){let t=zt(e,_n);return t===null?null:{lock:t.text===
null?"legacy":Rn(t.text),mtimeMs:t.mtimeMs}}var L=require("node:fs"),Er=require("node:path");ae();var qt="usage.view",ft=class{file;constructor(t){this.file=(0,Er.join)(t,qt)}write(t){if(t===null)return this.remove();
let n=`${this.file}.${ie()}`;try{Si(n,t),(0,L.renameSync)(n,this.file)}catch{Sr(n),this.remove()}}remove(){Sr(this.file)}};
function Si(e,t){let n=(0,L.openSync)(e,"wx",Ue);try{(0,L.fchmodSync)(n,Ue),(0,L.writeFileSync)(n,t)}catch(r){throw ve(n),
r}(0,L.closeSync)(n)}function Sr(e){try{(0,L.unlinkSync)(e)}catch{return}}var F=class{file;#e;constructor(t){this.file=(0,xr.join)(t,le),this.#e=new ft(t)}read(t){return dt(this.file,t,!1)}dataCachedAtMs(t){
try{return ee(this.read(t))}catch{return null}}write(t,n){let{data:r,cachedAtMs:o}=t;r===null&&this.#e.remove();let s=lt(
this.file,Gn(t),{prettyUpToBytes:qe});r!==null&&(this.#e.write(or(r,o,n)),s!==this.file&&at(this.#e.file))}clear(){this.#e.
remove(),ct(this.file)}};var wr=require("node:path");var q=require("node:fs");ae();function Or(e){let t=`${e}.${ie()}`;try{let n=(0,q.openSync)(t,"wx",384);try{return Ei(n).mtimeMs}finally{(0,q.unlinkSync)(
t)}}catch(n){throw O("persist",e,n)}}function Ei(e){try{return(0,q.fstatSync)(e)}finally{(0,q.closeSync)(e)}}var B=class{file;constructor(t){this.file=(0,wr.join)(t,ue)}read(){return mt(this.file)}readUnderMutex(){let t=this.read();
return t===null||t.lock==="legacy"||t.lock.claim===null?t:{...t,fileSystemNowMs:Or(De(this.file))}}leave(t,{keepLease:n}={}){
t===null?this.clear():this.write(t,n==null?{}:{mtimeMs:n.mtimeMs})}write(t,n={}){lt(this.file,Ln(t),n)}clear(){ct(this.file)}};var de=require("node:fs"),D=require("node:path");var xi=/^(?![.-])[A-Za-z0-9._@-]{1,64}$/,kr="auto";function Mr(e,t){let n=e.root===void 0?Oi(t):Qt(e.root,"--root","USAG\
E"),r=e.profile??Zt(t,"USAGE_STORE_PROFILE");if(r===void 0)return Tr(n);let[o,s]=e.profile===void 0?["USAGE_STORE_PROFIL\
E","BAD_PROFILE"]:["--profile","USAGE"];if(!xi.test(r))throw p.tagged(s,`${o}: 1 to 64 of A-Z a-z 0-9 . _ @ -, not begin\
ning with . or -: ${r}`);if(r===kr)throw p.tagged(s,`${o}: the name ${kr} is reserved`);return Tr((0,D.join)(n,"profiles",
r))}function Tr(e){try{return(0,D.resolve)(e)}catch(t){throw O("io",e,t)}}function Oi(e){let t=Zt(e,"USAGE_STORE_ROOT");
if(t!==void 0){let r=Qt(t,"USAGE_STORE_ROOT","BAD_ROOT");if(!(0,D.isAbsolute)(r))throw p.tagged("BAD_ROOT",`USAGE_STORE_\
ROOT is not an absolute path: ${r}`);return r}let n=[["XDG_CACHE_HOME"],["HOME",".cache"],...process.platform==="win32"?
[["LOCALAPPDATA"]]:[]];for(let[r="",...o]of n){let s=Zt(e,r);if(s!==void 0&&(0,D.isAbsolute)(s))return(0,D.join)(Qt(s,r,
"BAD_ROOT"),...o,"linesmith")}throw p.tagged("NO_ROOT","no cache root: set HOME or USAGE_STORE_ROOT, or give --root")}function Zt(e,t){
return e[t]===""?void 0:e[t]}function Qt(e,t,n){if(e==="")throw p.tagged(n,`${t} is empty`);if(e==="~"||e.startsWith("~/"))
throw p.tagged(n,`${t} begins with ~, which nobody expanded: ${e}`);if(e.includes("\uFFFD")&&!wi(e))throw p.tagged(n,`${t}\
 is not valid UTF-8`);return e}function wi(e){let t=n=>(0,de.readFileSync)(n).includes(Buffer.from(e));try{return t("/pr\
oc/self/environ")||t("/proc/self/cmdline")}catch{return!1}}function me(e){try{Nr(e)}catch(t){throw O("persist",e,t)}}function Nr(e){
try{Cr(e)}catch(t){let n=(0,D.dirname)(e);if(!k(t,"ENOENT")||n===e)throw t;Nr(n),Cr(e)}}function Cr(e){try{(0,de.mkdirSync)(
e,448),(0,de.chmodSync)(e,448)}catch(t){if(!k(t,"EEXIST"))throw t}}function Ar(e){return D.sep==="\\"?e.replaceAll("\\",
"/"):e}var u={done:0,no:1,usage:2,environment:3,blocked:4,badInput:5},Rr={0:"done; for get: something usable was printed, stale\
 included",1:"no: nothing cached, nothing to do, somebody else is fetching, or the fetch failed",2:"usage error; nothing\
 was read or written",3:"I/O or environment error",4:"blocked: a back-off is running and there is nothing to serve",5:"b\
ad input on stdin or from the fetch; nothing was changed but the back-off"},_r={USAGE:u.usage,BAD_INPUT:u.badInput,NO_ROOT:u.
environment,BAD_ROOT:u.environment,BAD_PROFILE:u.environment,NOT_REGULAR:u.environment,NOT_OWNER:u.environment,NOT_RUN:u.
environment,NODE_VERSION:u.environment,INTERNAL:u.environment};function Ir(e){return Object.hasOwn(_r,e)?_r[e]:u.environment}var ki=/^(\d{1,15})([smhd]?)$/,Ti={"":1,s:1,m:60,h:3600,d:86400};function en(e){let t=ki.exec(e);return t===null?null:Number(
t[1])*(Ti[t[2]??""]??1)}function Lr(e){return/^\d{1,15}$/.test(e)?Number(e):null}var Ci=-621672192e5;function Fr(e){let t=/^\d{1,12}(\.\d{1,9})?$/.
test(e)?Math.floor(Number(e)*1e3):_(e);return t===null||t<Ci?null:t}function Dr(e){if(e==="")return null;let t,n=[],r="";for(let o=0;o<e.length;o++){let s=e.charAt(o);s==="\\"&&/[\\.]/.test(
e.charAt(o+1))?r+=e.charAt(++o):s!=="."?r+=s:(t===void 0?t=r:n.push(r),r="")}return t===void 0?[r]:[t,...n,r]}function Mi(e,[
t,...n]){let r=Ni(e,t);for(let o of n)r=Ai(r,o);return r}function Ni(e,t){let{windows:n,data:r}=e,s=[e,n,r].filter(h).find(
a=>Object.hasOwn(a,t)),i=h(r)?oe(r):{};return(s===void 0||s===r&&s[t]===null)&&Object.hasOwn(i,t)?i[t]:s?.[t]}function Ai(e,t){
return Array.isArray(e)?/^(0|[1-9]\d*)$/.test(t)?e[Number(t)]:void 0:h(e)?m(e,t):void 0}function Ur(e,t,n){let r=t.map(s=>Mi(
e,s)??null);return{text:r.map(s=>s===null?n??"":_i(s)).map(s=>`${s}
`).join(""),complete:n!==void 0||!r.includes(null)}}function _i(e){return typeof e=="string"?H(e):te(e)}var T=e=>({help:e}),C=(e,t)=>({placeholder:e,help:t,parse:n=>n}),W=e=>({placeholder:"DUR",help:e,parse:en}),vr=e=>({placeholder:"\
INSTANT",help:e,parse:Fr}),jr=e=>({placeholder:"UNIX_SECONDS",help:e,parse:Lr}),Br=e=>({placeholder:"PATH",help:e,parse:Dr,
repeatable:!0}),Ri=/^[A-Za-z][A-Za-z0-9_-]{0,63}$/,pt=e=>({placeholder:"CODE",help:e,parse:t=>Ri.test(t)?t:null}),tn=(e,t)=>({
placeholder:e,help:t,parse:n=>/^\d{1,3}$/.test(n)?Number(n):null}),ht=e=>({placeholder:"DUR",help:e,parse:t=>en(t)||null});var w=require("node:fs"),Jr=require("node:path");var nn="usage.mutex",Ii=5;function yt(e,t,n){let r=(0,Jr.join)(e,nn),o=Li(r,t);try{return n(o.mutex)}finally{o.release()}}
function Li(e,t){let n=i=>({mutex:i,release(){}});try{Fi(e),Di(e)}catch(i){return n({state:"unavailable",why:O("io",e,i)})}
let{DatabaseSync:r}=process.getBuiltinModule("node:sqlite"),o;try{o=new r(e,{timeout:t}),o.exec("PRAGMA journal_mode=MEM\
ORY; BEGIN IMMEDIATE; PRAGMA user_version=1")}catch(i){o?.close();let{errcode:c,message:a}=i;return n(c===Ii?{state:"bus\
y",file:e}:{state:"unavailable",why:new g("io",e,"ENOLCK",`no lock: ${a}`,i)})}let s=o;return{mutex:{state:"held"},release(){
s.exec("ROLLBACK"),s.close()}}}function Fi(e){Kt(e);let t=w.constants.O_WRONLY|(w.constants.O_NOFOLLOW??0)|(w.constants.
O_NONBLOCK??0),n;try{n=(0,w.openSync)(e,t)}catch(r){if(!k(r,"ENOENT"))throw r;n=Ui(e,t)}try{let r=(0,w.fstatSync)(n);if(!r.
isFile())throw new g("io",e,"NOT_REGULAR","not a regular file");if(Fe(r,e,"belongs to another user"),r.size>0)throw new g(
"io",e,"NOT_REGULAR","not empty, so not ours")}finally{(0,w.closeSync)(n)}}function Di(e){for(let t of[`${e}-journal`,`${e}\
-wal`])if((0,w.lstatSync)(t,{throwIfNoEntry:!1})!==void 0)throw new g("io",t,"NOT_REGULAR","not ours, and in the way of \
the lock")}function Ui(e,t){try{let r=(0,w.openSync)(e,t|w.constants.O_CREAT|w.constants.O_EXCL,384);try{(0,w.fchmodSync)(
r,384)}catch(o){throw ve(r),o}return r}catch(r){if(!k(r,"EEXIST"))throw r;return(0,w.openSync)(e,t)}}var vi=1e3;function J(e,t){return yt(e,vi,t)}var ji={for:W("how long"),until:jr("until when"),"retry-after":C("VALUE","the value of a Retry-After header: seconds or \
an HTTP-date"),error:pt("why; default RateLimited"),force:T("may shorten a block that is running")},Pr={name:"block",summary:"\
keep everybody away from the endpoint for a while",details:`Without --for, --until or --retry-after: as after a 429 with\
out the header. 24 hours at most. A longer block that
is running stays.`,options:ji,run(e,t){G({for:e.for,until:e.until,"retry-after":e["retry-after"]});let n=t.directory(),r=new B(
n);return me(n),J(n,()=>{let o=t.now(),s=V(r.readUnderMutex(),o,()=>new F(n).dataCachedAtMs(o)),i=Bn(s,Bi(e,s.failures,o,
t.random()),e.force===!0);i!==void 0&&r.leave(i)}),u.done}};function Bi(e,t,n,r){let o=e.error??"RateLimited",s=E(n),i=e.
for===void 0?e.until:s+e.for;if(i!==void 0)return{blockedUntil:Math.min(i,s+U),error:o};let c={error:"RateLimited",failures:t,
retryAfter:e["retry-after"]??null};return{...Xe(c,n,r),error:o}}var fe={"max-age":W("younger data are fresh; default 180s"),"max-stale":W("younger data are served while stale; default \
1d"),"error-max-age":W("a younger error entry keeps everybody away; default 30s"),"max-complete-age":W("an older whole r\
esponse is to be refreshed; default 15m"),"release-on":C("FILE","a FILE (the credentials) changed since ends a block tha\
t hangs on the token")};function gt(e){return{maxAgeSeconds:e["max-age"]??Re.maxAgeSeconds,maxStaleSeconds:e["max-stale"]??
Re.maxStaleSeconds,errorMaxAgeSeconds:e["error-max-age"]??Re.errorMaxAgeSeconds,maxCompleteAgeSeconds:e["max-complete-ag\
e"]??Re.maxCompleteAgeSeconds}}function P(e){return{cache:new F(e),lock:new B(e),prepare:()=>me(e),exclusively:(t,n)=>yt(e,t,n)}}var Ji=/^HTTP\/\d(?:\.\d)? (?<status>\d{3})(?: [^\r\n]*)?\r?(?:\n|$)/,Pi=/^(?<line>[^\n]*?)\r?(?:\n|$)/,Vi=/^retry-after[ \t]*:/i;
function Vr(e){let t=null;for(let n=e;;){let r=Ji.exec(n);if(r===null)return t;t=Wi(Number(r.groups?.status),n.slice(r[0].
length)),n=t.body}}function Wi(e,t){let n=null,r=t;for(;r!=="";){let[o="",s=""]=Pi.exec(r)??[];if(r=r.slice(o.length),s===
"")break;Vi.test(s)&&(n??=s.slice(s.indexOf(":")+1).trim())}return{status:e,retryAfter:n,body:r}}var bt=64*1024,Wr=[239,187,191];function rn(e){return Wr.every((t,n)=>e[n]===t)?e.subarray(Wr.length):e}function St(e){let t=Gi(
e);return rn(e).length<=bt?t:{...t,fault:`larger than ${bt/1024} KiB`}}function Gi(e){try{return{text:new TextDecoder("u\
tf-8",{fatal:!0}).decode(e),fault:null}}catch{return{text:new TextDecoder().decode(e),fault:"not UTF-8"}}}function Et({text:e,
fault:t}){if(t!==null)return{rejected:t};if(Ye(e,Pt))return{rejected:`nested deeper than ${Pt} levels`};let n;try{n=Q(e)}catch{
return{rejected:"not JSON"}}if(!h(n))return{rejected:"not a JSON object"};let r=Ae.some(i=>Object.hasOwn(n,i)),o=m(n,"er\
ror");if(!r&&h(o)){let i=m(o,"type");return{rejected:"an API error, not a usage response",errorType:typeof i=="string"?i:
null}}let s=Vt(n);return s!==null?{rejected:`${s} cannot be stored`}:!r&&Object.keys(n).length>0?{rejected:"not a usage \
response: no key of one"}:{response:n}}var je=128*1024,Hi=28,Yi=22,$i=77,Xi=[126,127];function Hr({error:e}){return e==="Unauthorized"||e==="Forbidden"}function Yr(e,t){
return t===$i?{kind:"no-credentials"}:typeof t=="number"&&Xi.includes(t)?{kind:"not-run"}:on(e,t)}function on(e,t){let n=rn(
e).subarray(0,je),r=Vr(new TextDecoder("latin1").decode(n));return r===null?xt({status:200,retryAfter:null},n,t,t===0):xt(
r,n.subarray(n.length-r.body.length),t)}function xt({status:e,retryAfter:t},n,r,o=e!==0){let s=f=>({kind:"failure",error:f,
retryAfter:f==="RateLimited"?t:null});if(r==="timeout"||r===Hi)return s("Timeout");if(!o)return s("NetworkError");let i=St(
n),c=r===0||r===Yi,a=e>=200&&e<300,l=a||e===403?Et(i):null,d=a&&l!==null?zi(l):null;return!a||d!==null?s(Ki(d??e,i,l,c)):
l!==null&&"response"in l?{kind:"data",data:tt(l.response)}:r===0?{...s("ParseError"),rejected:l?.rejected??""}:s("Networ\
kError")}function Ki(e,t,n,r){switch(e){case 401:return"Unauthorized";case 403:return $r(n)==="permission_error"||t.text.
trim()===""&&r?"Forbidden":"NetworkError";case 429:return"RateLimited";default:return"NetworkError"}}var Gr={rate_limit_error:429,
authentication_error:401,permission_error:403};function zi(e){let t=$r(e);return t!==null&&Object.hasOwn(Gr,t)?Gr[t]??null:
null}function $r(e){return e!==null&&"rejected"in e?e.errorType??null:null}var qi=5e3,Zi=1e3;function Kr(e,t,n){let r=Xr(e.cache,()=>e.lock.read(),t,n);return r.wanted?(e.prepare(),e.exclusively(
0,o=>{if(o.state==="busy")return{result:"busy"};if(o.state==="unavailable")return{result:"unavailable",why:Qr(o.why)};let{
wanted:s,decision:i,state:c,nowMs:a}=Xr(e.cache,()=>e.lock.readUnderMutex(),t,n);return s?(e.lock.leave(Pn(c(),n.token,n.
leaseSeconds,a)),{result:"won"}):{result:"unwanted",decision:i}})):{result:"unwanted",decision:r.decision}}function Xr(e,t,{
now:n},{policy:r,force:o,credentialsMtimeMs:s}){let i=n(),c=e.read(i),a,l=()=>(a===void 0&&(a=ze(t(),s)),a),d=()=>V(l(),
i,()=>ee(c)),f=rt(c,l,i,r);return{wanted:o?!d().fetching:f.refresh,decision:f,state:d,nowMs:i}}function zr(e,t,n){return sn(
e,t,n,({lock:o,mtimeMs:s,fileSystemNowMs:i=t.now()})=>o.lease===null?0:s+o.lease*1e3-i,{waitMs:Zi,ifBusy:()=>null})}function ne(e,t,n){
return sn(e,t,n,({lock:o})=>(e.lock.leave(Vn(o)),!0))??!1}function Ot(e,t,n,r){return sn(e,t,n,s=>(Zr(e,t,r,s,!0),!0))??
!1}function qr(e,t,n){Zr(e,t,n,e.lock.readUnderMutex(),!1)}var Qi={waitMs:qi,ifBusy:({file:e})=>{throw new p("EBUSY",`an\
other process holds ${e}`)}};function sn(e,{now:t},n,r,{waitMs:o,ifBusy:s}=Qi){let i=e.lock.read()?.lock;return i===void 0||
i==="legacy"||i.claim!==n?null:e.exclusively(o,c=>{if(c.state==="busy")return s(c);if(c.state==="unavailable")throw Qr(c.
why);let a=e.lock.readUnderMutex();return Fn(a,n,t())?r(a):null})}function Zr(e,t,n,r,o){n.kind==="data"?ea(e,t,n.data,o?
null:r):ta(e,t,n,r)}function ea(e,{now:t},n,r){let o=t();e.cache.write(xe.withData(n,o),o),e.lock.leave(Ke(r,o),{keepLease:r})}
function ta(e,{now:t,random:n},r,o){let s=t(),i=V(o,s,()=>e.cache.dataCachedAtMs(s)),c=Xe({...r,failures:i.failures},s,n());
e.lock.leave(Jn(i,c)),Hr(r)&&e.cache.clear()}function Qr(e){return new p(e.code,`${e.message}; no claim can be made here\
: set another USAGE_STORE_ROOT`,{cause:e})}ae();function pe(e,t,n,{leaseSeconds:r,force:o}){let s=Yt(),i=()=>ut(n["release-on"]),c=gt(n),a=Kr(e,t,{policy:c,force:o===!0,
token:s,leaseSeconds:r,credentialsMtimeMs:i});if(a.result==="unavailable")throw a.why;return a.result==="won"?{token:s}:
a}function wt(e,t){if(e.result==="busy")return u.no;let{state:n,fetching:r}=e.decision;return n==="fresh"?t:r?u.no:n==="\
backoff"||n==="blocked"?u.blocked:u.no}var na=30,eo={name:"claim",summary:"take the right to fetch: prints a token if a refresh is wanted and nobody is fetchin\
g",details:`One process at a time holds it, until record --claim TOKEN or release TOKEN, or until its lease runs out. Ex\
it 1 when
nothing is to be fetched or somebody else is fetching, 4 in a back-off.`,options:{lease:ht("how long the claim holds if \
its holder dies; default 30s, at most 1d"),force:T("ignore freshness and back-off, but not the claim of another"),...fe},
run(e,t){let{lease:n=na,force:r}=e,o=P(t.directory()),s=pe(o,t,e,{leaseSeconds:Math.min(n,U),force:r});return"token"in s?
ra(t,`${s.token}
`)?u.done:(ne(o,t,s.token),u.no):wt(s,u.no)}};function ra({print:e},t){try{return e(t)}catch{return!1}}var to={name:"clear",summary:"remove the cached usage",details:"Fine when nothing is cached. Leaves the lock alone.",options:{},
run(e,t){let n=t.directory();return J(n,()=>new F(n).clear()),u.done}};var cn=require("node:path");function an(e,t){let{entry:n,activeBlock:r}=e,o=e.served?n?.data??null:null;return{state:e.state,refresh:e.refresh,fetching:e.
fetching,cached_at:n===null?null:Ge(n.cachedAtMs),age_seconds:e.ageSeconds,miss:e.miss,error:n?.error==null?null:{code:n.
error.code},lock:r===null?null:oo(r,t),data:o,windows:oa(e.windows)}}function ro(e,t){let{active:n,fetching:r,leaseEnds:o,
failures:s}=e,i=o===null?e.block:{blockedUntil:o,error:null},c=i===null?{blocked_until:null,retry_in_seconds:0,error:null}:
oo(i,t);return{active:n,fetching:r,...c,...n?{}:{retry_in_seconds:0},failures:s}}function oo({blockedUntil:e,error:t},n){
return{blocked_until:e,retry_in_seconds:j(n,e*1e3),error:t}}function oa({buckets:e,scoped:t}){let n=[...e].map(([r,o])=>[
r,no(o)]);return t.size>0&&n.push(["scoped",Object.fromEntries([...t].map(([r,o])=>[r,no(o)]))]),Object.fromEntries(n)}function no(e){
return{percent:e.percent,...e.resetPassed?{last_percent:e.lastPercent}:{},resets_at:e.resetsAt,resets_in_seconds:e.resetsInSeconds,
reset_passed:e.resetPassed,pace:e.pace===null?null:ke(e.pace,1),runs_out_in_seconds:e.runsOutInSeconds}}var sa=10,so=5,ia=15,aa=U-so,kt=ht("how long COMMAND may take; default 10s, at most a day");function Tt(e){return Math.min(
e??sa,aa)}function Ct(e){return Math.max(e+so,ia)}var io={json:T("print one JSON object (the default)"),wire:T("print the endpoint's response as it came in"),field:Br("pr\
int the value at PATH, such as five_hour.percent; repeatable"),default:C("TEXT","what --field prints for a value that is\
 absent or null"),shell:T("print assignments for sh, bash and zsh, safe to eval"),fish:T("print the same for fish"),"fre\
sh-only":T("serve nothing that is stale"),ok:T("exit 0 where it would be 1 or 4"),refresh:C("COMMAND","when a refresh is\
 wanted and nobody is at it, run COMMAND in the background (see refresh)"),timeout:kt,wait:W("with nothing to serve, wai\
t for a refresh under way, that long at most; goes with --refresh"),...fe};function ao(e,t,n){let r=ca(e),o=t(),[s,i]=[(0,cn.join)(
o,le),(0,cn.join)(o,ue)],c=r!=="shell"&&r!=="fish";return{directory:o,look(){let a=n(),l=()=>ze(mt(i),()=>ut(e["release-\
on"])),d=rt(dt(s,a,c),l,a,gt(e));return{nowMs:a,decision:e["fresh-only"]===!0&&d.state!=="fresh"?da(d):d}},answer({nowMs:a,
decision:l}){let{text:d,complete:f}=la(r,l,a,e);return{text:d,exit:e.ok===!0?u.done:ua(l,f)}}}}function ca(e){let{json:t,
wire:n,field:r,shell:o,fish:s}=e,i=G({json:t,wire:n,field:r,shell:o,fish:s})??"json";if(e.default!==void 0&&i!=="field")
throw b("--default goes with --field");for(let c of["timeout","wait"])if(e[c]!==void 0&&e.refresh===void 0)throw b(`--${c}\
 goes with --refresh`);if(e.refresh?.trim()==="")throw b("--refresh needs a COMMAND");return i}function la(e,t,n,r){let o=s=>({
text:s,complete:!0});switch(e){case"shell":return o(tr(t,n));case"fish":return o(nr(t,n));case"wire":return o(t.served?`${te(
Zn(t.entry?.data??{}))}
`:"");case"json":return o(`${te(an(t,n))}
`);case"field":return Ur(an(t,n),r.field??[],r.default)}}function ua({served:e,state:t},n){return e?n?u.done:u.no:t==="b\
locked"||t==="backoff"?u.blocked:u.no}function da(e){return{...e,served:!1,windows:Ze}}var he=require("node:fs"),ma=524288;function co(){try{for(let e of(0,he.readdirSync)("/proc/self/fdinfo"))fa(Number(e))}catch{
return}}function fa(e){try{let t=/^flags:\s+(\d+)/m.exec((0,he.readFileSync)(`/proc/self/fdinfo/${e}`,"utf8"))?.[1];e>2&&
t!==void 0&&(Number.parseInt(t,8)&ma)===0&&(0,he.closeSync)(e)}catch{}}function lo(e){co();let{spawn:t}=process.getBuiltinModule("node:child_process"),{isSea:n}=process.getBuiltinModule("node\
:sea"),r=n()?[]:[...process.execArgv,process.argv[1]??""];try{t(process.execPath,[...r,...e],{detached:!0,stdio:"ignore",
windowsHide:!0})}catch{return}}var uo=require("node:fs"),Mt=require("node:path");function mo(e){return(process.env.PATH??"").split(Mt.delimiter).some(t=>(0,uo.existsSync)(
(0,Mt.join)(t,e)))}function fo(e){return process.platform!=="win32"||mo("sh.exe")?["sh","-c",e]:[process.env.ComSpec??"cmd.exe","/d","/s","\
/c",e]}function po(e,t,n,r){let o="lost";return()=>(o==="lost"&&(o=pa(e,t,n,r)),o)}function pa(e,t,n,r){let o=Tt(n.timeout);try{
let s=pe(e,t,n,{leaseSeconds:Ct(o)});if(!("token"in s))return"lost";let i=[`--claim=${s.token}`,`--timeout=${o}`];return lo(
[...t.rootArguments,"refresh",...i,"--",...fo(r)]),"started"}catch(s){if(s instanceof p)return"impossible";throw s}}var ha=20;
function ho(e,t,n){let r=ce()+n,o="lost";for(;;){let s=e(),{served:i,refresh:c,fetching:a}=s.decision,l=o!=="lost";if(i)
return s;if(c?l:!a)return e();c&&(o=t());let d=r-ce();if(o==="impossible"||d<=0)return e();$(Math.min(ha,d))}}var yo={name:"get",summary:"print the cached usage, and whether a refresh is wanted",details:`PATH is dotted; a dot insi\
de a name is \\. and a whole number is an index. Its first name is looked up in the JSON
object, then in windows, then in data, then in data.unknown_buckets.`,options:io,run(e,t){let{directory:n,look:r,answer:o}=ao(
e,t.directory,t.now),s=e.refresh===void 0?()=>"impossible":po(P(n),t,e,e.refresh),i=(e.wait??0)*1e3,c=i>0?ho(r,s,i):r(),
{text:a,exit:l}=o(c);return t.print(a),c.decision.refresh&&s(),l}};var Z=()=>JSON.parse(process.getBuiltinModule("node:zlib").brotliDecompressSync(Buffer.from("G2NPAJyFsYP+I3airqqLYdukWe2\
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
=","base64")));var ln=()=>Z()["bash-and-zsh.sh"];var go=()=>Z()["usage-store.bash"];var bo=()=>Z()["usage-store.fish"];var So=()=>Z()["usage-store.zsh"];var Eo={bash:()=>ln()+go(),zsh:()=>ln()+So(),fish:bo},xo={name:"init",operands:["bash|zsh|fish"],summary:"print the func\
tion usage_store, which shows fresh usage without starting a process",details:`Once in a shell: eval "$(usage-store init\
 bash)", or in fish usage-store init fish | source; or kept in a file that is
sourced. Then usage_store, with the flags of get, sets the variables of get --shell.`,options:{},run(e,{print:t},[n=""]){
let r=Object.hasOwn(Eo,n)?Eo[n]:void 0;if(r===void 0)throw b(`init takes bash, zsh or fish, not ${JSON.stringify(n)}`);return t(
r()),u.done}};var Oo={name:"lock",summary:"print the back-off as JSON; exit 4 when it is active",options:{},run(e,{directory:t,now:n,print:r}){
let o=t(),s=n(),i=V(new B(o).read(),s,()=>new F(o).dataCachedAtMs(s));return r(`${te(ro(i,s))}
`),i.active?u.blocked:u.done}};var wo={name:"path",summary:"print the paths of the directory and its files",details:"A name and a path a line: root, ca\
che, lock, mutex, view. They need not exist.",options:{},run(e,{directory:t,print:n}){let r=t(),o=Object.entries({cache:le,
lock:ue,mutex:nn,view:qt}),s=[`root ${r}`,...o.map(([i,c])=>`${i} ${r}/${c}`)];return n(s.map(i=>`${Ar(i)}
`).join("")),u.done}};var ko={name:"put",summary:"store the endpoint's response, read from stdin",details:"The response is a JSON object of at\
 most 64 KiB with a key of a usage response, or an empty one.",options:{at:vr("the response is of that time (RFC 3339 or\
 Unix seconds); exit 1 if what is stored is newer"),error:pt("store an error entry instead; reads no stdin")},run({at:e,
error:t},n){if(G({at:e,error:t}),e!==void 0&&e>n.now())throw b("--at lies in the future");let r=n.directory(),o=t===void 0?
ya(n):null,s=new F(r);return me(r),J(r,()=>{let i=n.now(),c=e===void 0?null:s.read(i);if(e!==void 0&&c!==null&&!re(c)&&c.
cachedAtMs>e)return u.no;let a=o===null?xe.withError(t??"",i):xe.withData(o,e??i);return s.write(a,i),u.done})}};function ya(e){
let t=Et(St(e.readStdin(bt)));if("rejected"in t)throw p.tagged("BAD_INPUT",`stdin: ${t.rejected}`);return tt(t.response)}var To={name:"record",summary:"store what a fetch brought, read from stdin: the response, or the back-off that it calls \
for",details:`stdin is an HTTP message as curl -sS -i prints it, or the body of a 200. Exit 0 also when it tells of a fa\
ilure: the
back-off is recorded. Exit 5 for a success that is no usage response.`,options:{claim:C("TOKEN","only if that claim stil\
l holds; otherwise exit 1, and nothing is changed"),status:tn("N","stdin is the body alone of a response with this statu\
s; 000 is curl's for none"),"retry-after":C("VALUE","and with this Retry-After header; goes with --status"),"curl-exit":tn(
"N","the exit status of the curl that ran; 28 is a timeout")},run({claim:e,status:t,"retry-after":n,"curl-exit":r=0},o){
if(n!==void 0&&t===void 0)throw b("--retry-after goes with --status");let s=o.directory(),i=P(s),c=o.readStdin(je),a=t===
void 0?on(c,r):xt({status:t,retryAfter:n??null},c,r);if(e===void 0)i.prepare(),J(s,()=>qr(i,o,a));else if(!Ot(i,o,e,a))return u.
no;if(a.kind==="failure"&&a.rejected!==void 0)throw p.tagged("BAD_INPUT",`stdin: ${a.rejected}`);return u.done}};var ye=require("node:fs");var ga=0,ba=1,un=2,Sa=64*1024,Ea=2,dn=4;function Co(e){try{return Ao(ba,e),!0}catch(t){if(k(t,"EPIPE"))return!1;throw O(
"persist","stdout",t)}}function mn(e){try{Ao(un,e)}catch{return}}function Mo(e){try{return(0,ye.fstatSync)(e).isCharacterDevice()&&
process.getBuiltinModule("node:tty").isatty(e)}catch{return!1}}function No(e){return xa(e+dn)}function xa(e){let t=[];for(let n=e;n>
0;){let r=Buffer.allocUnsafe(Math.min(n,Sa)),o=Oa(r);if(o===0)break;t.push(r.subarray(0,o)),n-=o}return Buffer.concat(t)}
function Oa(e){try{return _o(()=>(0,ye.readSync)(ga,e,0,e.length,null))}catch(t){if(k(t,"EOF"))return 0;throw O("io","st\
din",t)}}function Ao(e,t){let n=Buffer.from(t);for(;n.length>0;){let r=_o(()=>(0,ye.writeSync)(e,n));n=n.subarray(r)}}function _o(e){
for(;;)try{return e()}catch(t){if(!k(t,"EAGAIN"))throw t;$(Ea)}}var Ro=["SIGINT","SIGTERM","SIGHUP","SIGQUIT","SIGUSR2","SIGALRM","SIGXCPU"];function Io(){let e=null,t={onSignal(){},async passOn(){
await new Promise(setImmediate);for(let r of Ro)process.removeListener(r,n);e!==null&&wa(e)}},n=r=>{e??=r,t.onSignal(r)};
for(let r of Ro)process.on(r,n);return t}function wa(e){process.kill(process.pid,e),$(1e3),process.exit(Nt(e))}function Nt(e){
return 128+process.getBuiltinModule("node:os").constants.signals[e]}var Be=1e3;function Fo(e,t){return new Promise(n=>{let r=ka(e,t);if("failed"in r)return n({started:!1,code:r.failed});let o=Lo(
r.stdout,t.keepBytes),s=Lo(r.stderr,t.keepBytes),i=null,c=!1,a,l=S=>{clearTimeout(f),clearTimeout(a);for(let x of[r.stdout,
r.stderr])x?.destroy();n({started:!0,exit:S,ended:i,stdout:o.bytes(),stderr:s.bytes()})},d=S=>{i!==null||c||(i=S,fn(r,"S\
IGTERM"),a=setTimeout(()=>{fn(r,"SIGKILL"),a=setTimeout(()=>l(Nt("SIGKILL")),Be)},Be))},f=setTimeout(()=>setImmediate(()=>d(
"timeout")),t.timeoutMs);t.signals.onSignal=d,r.on("error",S=>{r.pid===void 0&&(clearTimeout(f),n({started:!1,code:S.code??
"ENOENT"}))}),r.on("exit",(S,x)=>{c=!0,i!==null&&fn(r,"SIGKILL");let Rt=S??Nt(x??"SIGKILL");Ta(()=>o.seen()+s.seen(),t.keepBytes,
()=>l(Rt))})})}function ka([e="",...t],{keepStderr:n}){let r=process.platform==="win32",o={detached:!r,stdio:["ignore","\
pipe",n?"pipe":"ignore"],windowsHide:!0},s=r&&t.slice(0,3).join(" ")==="/d /s /c",i=s?[...t.slice(0,3),`"${t.slice(3).join(
" ")}"`]:t;try{let{spawn:c}=process.getBuiltinModule("node:child_process");return c(e,i,{...o,windowsVerbatimArguments:s})}catch(c){
return{failed:c.code??"EINVAL"}}}function Lo(e,t){let n=[],r=0;return e?.on("data",o=>{r<t&&n.push(o.subarray(0,t-r)),r+=
o.length}),e?.on("error",()=>{}),{seen:()=>r,bytes:()=>Buffer.concat(n)}}function Ta(e,t,n){let r=-1,o=0,s=()=>{o=e()===
r?o+1:0,r=e(),o===2||r>2*t?n():setImmediate(s)};setImmediate(s)}function fn({pid:e},t){if(e!==void 0)try{if(process.platform===
"win32"){let{spawnSync:n}=process.getBuiltinModule("node:child_process");n("taskkill",["/pid",String(e),"/t","/f"],{windowsHide:!0})}else
process.kill(-e,t)}catch{return}}var Do={name:"refresh",takesCommand:!0,summary:"run COMMAND if a refresh is wanted and nobody else is at it, and record \
what it fetched",details:`COMMAND prints an HTTP message as curl -sS -i does, or the body of a 200. Its exit status is t\
aken for that of curl;
77 says that there are no credentials. Exit 0: the cache is fresh now, or was; 1: somebody is fetching, or the fetch
failed and its back-off is recorded; 4: a back-off is running.`,options:{timeout:kt,force:T("ignore freshness and back-o\
ff, but not the claim of another"),claim:C("TOKEN","work under a claim that holds, instead of deciding"),...fe},async run(e,t,n){
G({claim:e.claim,force:e.force});let r=P(t.directory()),o=Io();try{let s=Ca(r,t,e);return typeof s=="number"?s:await Ma(
r,t,{words:n,signals:o,...s})}finally{await o.passOn()}}};function Ca(e,t,n){let r=Tt(n.timeout);if(n.claim!==void 0){let s=zr(
e,t,n.claim);return s===null||s<=Be?u.no:{token:n.claim,timeoutMs:Math.min(r*1e3,s-Be),own:!1}}let o=pe(e,t,n,{leaseSeconds:Ct(
r),force:n.force});return"token"in o?{token:o.token,timeoutMs:r*1e3,own:!0}:wt(o,n.force===!0?u.no:u.done)}async function Ma(e,t,n){
let r=await Fo(n.words,{timeoutMs:n.timeoutMs,keepBytes:je+dn,keepStderr:Mo(un),signals:n.signals});return Na(e,t,n,r)}function Na(e,t,{
words:n,token:r,own:o},s){if(s.started&&s.ended!==null&&s.ended!=="timeout")return ne(e,t,r),u.no;let i=Aa(s);if(s.started&&
(s.ended!==null||s.exit!==0)&&t.printError(Ra(s.stderr)),i.kind==="not-run"||i.kind==="no-credentials"){if(o&&ne(e,t,r),
i.kind==="no-credentials")return u.no;throw _a(n,s)}if(!Ot(e,t,r,i))return u.no;if(i.kind==="data")return u.done;if(i.rejected===
void 0)return u.no;throw p.tagged("BAD_INPUT",`what ${n[0]} printed: ${i.rejected}`)}function Aa(e){return e.started?Yr(
e.stdout,e.ended===null?e.exit:"timeout"):{kind:"not-run"}}function _a([e=""],t){return t.started?p.tagged("NOT_RUN",`${e}\
 could not run its command: exit ${t.exit}`):new p(t.code,`cannot run ${e}`)}function Ra(e){let n=e.toString("utf8").replaceAll(
"	"," ").split(`
`).map(H).join(`
`);return n===""||n.endsWith(`
`)?n:`${n}
`}var Uo={name:"release",operands:["TOKEN"],summary:"give a claim up; what stood in the lock before it stands there again",
details:"Exit 1, and nothing is changed, when that claim does not hold any more.",options:{},run(e,t,[n=""]){return ne(P(
t.directory()),t,n)?u.done:u.no}};var vo={name:"unblock",summary:"end the back-off",details:"Fine when there is none. A fetch that is under way stays unde\
r way.",options:{},run(e,{directory:t,now:n}){let r=t(),o=new B(r);return J(r,()=>{let s=o.readUnderMutex();o.leave(Ke(s,
n()),{keepLease:s})}),u.done}};var At=[yo,Do,ko,to,eo,To,Uo,Oo,Pr,vo,wo,xo];function jo(e){return At.find(t=>t.name===e)}var ge={root:C("DIR","the directory of the files; default $USAGE_STORE_ROOT, $XDG_CACHE_HOME/linesmith, ~/.cache/linesmi\
th"),profile:C("NAME","a directory of its own below it, for several accounts; default $USAGE_STORE_PROFILE")},_t={...ge,
version:T("print the version, also -V")};var Bo={help:{help:"print this, also -h"}};function hn(e){return[`usage-store: the last answer of the Claude Code usage \
endpoint, on disk, for status lines and prompts
`,`usage: usage-store [OPTION\u2026] COMMAND [OPTION\u2026]
`,`commands:
${pn([...e.map(({name:t,summary:n})=>[t,n]),["help [COMMAND]","print this, or a command's help"]])}`,`options:
${Jo({..._t,...Bo})}`,`A duration (DUR) is 90, 90s, 3m, 2h or 1d.
`,`exit codes:
${pn(Object.entries(Rr))}`].join(`
`)}function yn({name:e,operands:t=[],takesCommand:n,summary:r,details:o,options:s}){let i=n===!0?["-- COMMAND [ARG\u2026]"]:
t;return[`usage-store ${e}: ${r}
`,`usage: usage-store ${[e,...Object.keys(s).length>0?["[OPTION\u2026]"]:[],...i].join(" ")}
`,...o===void 0?[]:[`${o}
`],`options:
${Jo({...s,...ge,...Bo})}`].join(`
`)}function Jo(e){return pn(Object.entries(e).map(([t,n])=>[Ia(t,n),n.help]))}function Ia(e,{placeholder:t}){return t===
void 0?`--${e}`:`--${e} ${t}`}function pn(e){let t=Math.max(...e.map(([n])=>n.length));return e.map(([n,r])=>`  ${n.padEnd(
t)}  ${r}
`).join("")}function gn(e,t){let{code:n,message:r}=e instanceof p?e:{code:"INTERNAL",message:`internal error: ${String(e)}`};return t(
`usage-store: ${H(r)} (${n})
`),Ir(n)}function Po(e,t){try{let n=La(e,t);return typeof n=="number"?n:n.catch(r=>gn(r,t.printError))}catch(n){return gn(n,t.printError)}}
function La(e,t){let n=We(e,_t,!0);if(n.options.version===!0)return Je(t,`usage-store ${t.version}
`);let[r,...o]=n.rest;if(n.helpWanted||r===void 0)return Je(t,hn(At));if(r==="help")return va(o,t);let s=Vo(r),i=We(o,{...s.
options,...ge},s.takesCommand);if(i.helpWanted)return Je(t,yn(s));let c=s.takesCommand===!0?Da(s,i.rest):Fa(s,i.operands),
a={...n.options,...i.options},l={...t,directory:()=>Mr(a,t.environment),rootArguments:Ua(a)};return s.run(i.options,l,c)}
function Fa({name:e,operands:t=[]},n){let r=n[t.length];if(r!==void 0)throw b(`${e} takes no argument ${JSON.stringify(r)}`);
let o=t[n.length];if(o!==void 0)throw b(`${e} needs ${o}`);return n}function Da({name:e},t){if((t[0]??"")==="")throw b(`${e}\
 needs -- COMMAND [ARG\u2026]`);return t}function Ua({root:e,profile:t}){return[...e===void 0?[]:[`--root=${e}`],...t===
void 0?[]:[`--profile=${t}`]]}function va(e,t){let{operands:n,helpWanted:r}=We(e,ge),[o,s]=n;if(s!==void 0)throw b("help\
 takes one command");return o===void 0||o==="help"||r?Je(t,hn(At)):Je(t,yn(Vo(o)))}function Vo(e){let t=jo(e);if(t===void 0)
throw b(`unknown command ${JSON.stringify(e)}: see usage-store help`);return t}function Je(e,t){return e.print(t),u.done}var Wo=24;function ja(){return Number.parseInt(process.versions.node,10)<Wo?(mn(`usage-store: needs Node ${Wo} or later,\
 this is ${process.versions.node} (NODE_VERSION)
`),u.environment):Po(process.argv.slice(2),{now:Date.now,random:Math.random,environment:process.env,readStdin:No,print:Co,
printError:mn,version:"0.1.0"})}var bn=ja();typeof bn=="number"?process.exit(bn):bn.then(e=>process.exit(e));
