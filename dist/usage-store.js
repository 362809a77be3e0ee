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
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/disk/temp-name.ts
function randomToken() {
  const part = () => Math.floor(Math.random() * 2 ** 52).toString(16).padStart(13, "0");
  return part() + part();
}
function tempSuffix() {
  return `us-${randomToken()}.tmp`;
}
function isTempName(name) {
  return TEMP_NAME.test(name);
}
var TEMP_NAME;
var init_temp_name = __esm({
  "src/disk/temp-name.ts"() {
    TEMP_NAME = /.\.us-[0-9a-f]{26}\.tmp$/;
  }
});

// src/disk/write-file-atomic-shims/crypto.ts
var crypto_exports = {};
__export(crypto_exports, {
  createHash: () => createHash
});
function createHash() {
  const hash = { update: () => hash, digest: () => ({ readUInt32BE: tempSuffix }) };
  return hash;
}
var init_crypto = __esm({
  "src/disk/write-file-atomic-shims/crypto.ts"() {
    init_temp_name();
  }
});

// src/disk/write-file-atomic-shims/signal-exit.ts
var signal_exit_exports = {};
__export(signal_exit_exports, {
  onExit: () => onExit
});
function onExit() {
  return () => {
  };
}
var init_signal_exit = __esm({
  "src/disk/write-file-atomic-shims/signal-exit.ts"() {
  }
});

// src/disk/write-file-atomic-shims/worker-threads.ts
var worker_threads_exports = {};
__export(worker_threads_exports, {
  threadId: () => threadId
});
var threadId;
var init_worker_threads = __esm({
  "src/disk/write-file-atomic-shims/worker-threads.ts"() {
    threadId = 0;
  }
});

// node_modules/write-file-atomic/lib/index.js
var require_lib = __commonJS({
  "node_modules/write-file-atomic/lib/index.js"(exports2, module2) {
    "use strict";
    module2.exports = writeFile;
    module2.exports.sync = writeFileSync2;
    module2.exports._getTmpname = getTmpname;
    module2.exports._cleanupOnExit = cleanupOnExit;
    var fs = require("fs");
    var crypto = (init_crypto(), __toCommonJS(crypto_exports));
    var { onExit: onExit2 } = (init_signal_exit(), __toCommonJS(signal_exit_exports));
    var path2 = require("path");
    var { promisify } = require("util");
    var activeFiles = {};
    var threadId2 = (function getId() {
      try {
        const workerThreads = (init_worker_threads(), __toCommonJS(worker_threads_exports));
        return workerThreads.threadId;
      } catch (e) {
        return 0;
      }
    })();
    var invocations = 0;
    function getTmpname(filename) {
      return filename + "." + crypto.createHash("sha1").update(__filename).update(String(process.pid)).update(String(threadId2)).update(String(++invocations)).digest().readUInt32BE(0);
    }
    function cleanupOnExit(tmpfile) {
      return () => {
        try {
          fs.unlinkSync(typeof tmpfile === "function" ? tmpfile() : tmpfile);
        } catch {
        }
      };
    }
    function serializeActiveFile(absoluteName) {
      return new Promise((resolve2) => {
        if (!activeFiles[absoluteName]) {
          activeFiles[absoluteName] = [];
        }
        activeFiles[absoluteName].push(resolve2);
        if (activeFiles[absoluteName].length === 1) {
          resolve2();
        }
      });
    }
    function isChownErrOk(err) {
      if (err.code === "ENOSYS") {
        return true;
      }
      const nonroot = !process.getuid || process.getuid() !== 0;
      if (nonroot) {
        if (err.code === "EINVAL" || err.code === "EPERM") {
          return true;
        }
      }
      return false;
    }
    async function writeFileAsync(filename, data, options3 = {}) {
      if (typeof options3 === "string") {
        options3 = { encoding: options3 };
      }
      let fd;
      let tmpfile;
      const removeOnExitHandler = onExit2(cleanupOnExit(() => tmpfile));
      const absoluteName = path2.resolve(filename);
      try {
        await serializeActiveFile(absoluteName);
        const truename = await promisify(fs.realpath)(filename).catch(() => filename);
        tmpfile = getTmpname(truename);
        if (!options3.mode || !options3.chown) {
          const stats = await promisify(fs.stat)(truename).catch(() => {
          });
          if (stats) {
            if (options3.mode == null) {
              options3.mode = stats.mode;
            }
            if (options3.chown == null && process.getuid) {
              options3.chown = { uid: stats.uid, gid: stats.gid };
            }
          }
        }
        fd = await promisify(fs.open)(tmpfile, "w", options3.mode);
        if (options3.tmpfileCreated) {
          await options3.tmpfileCreated(tmpfile);
        }
        if (ArrayBuffer.isView(data)) {
          await promisify(fs.write)(fd, data, 0, data.length, 0);
        } else if (data != null) {
          await promisify(fs.write)(fd, String(data), 0, String(options3.encoding || "utf8"));
        }
        if (options3.fsync !== false) {
          await promisify(fs.fsync)(fd);
        }
        await promisify(fs.close)(fd);
        fd = null;
        if (options3.chown) {
          await promisify(fs.chown)(tmpfile, options3.chown.uid, options3.chown.gid).catch((err) => {
            if (!isChownErrOk(err)) {
              throw err;
            }
          });
        }
        if (options3.mode) {
          await promisify(fs.chmod)(tmpfile, options3.mode).catch((err) => {
            if (!isChownErrOk(err)) {
              throw err;
            }
          });
        }
        await promisify(fs.rename)(tmpfile, truename);
      } finally {
        if (fd) {
          await promisify(fs.close)(fd).catch(
            /* istanbul ignore next */
            () => {
            }
          );
        }
        removeOnExitHandler();
        await promisify(fs.unlink)(tmpfile).catch(() => {
        });
        activeFiles[absoluteName].shift();
        if (activeFiles[absoluteName].length > 0) {
          activeFiles[absoluteName][0]();
        } else {
          delete activeFiles[absoluteName];
        }
      }
    }
    async function writeFile(filename, data, options3, callback) {
      if (options3 instanceof Function) {
        callback = options3;
        options3 = {};
      }
      const promise = writeFileAsync(filename, data, options3);
      if (callback) {
        try {
          const result = await promise;
          return callback(result);
        } catch (err) {
          return callback(err);
        }
      }
      return promise;
    }
    function writeFileSync2(filename, data, options3) {
      if (typeof options3 === "string") {
        options3 = { encoding: options3 };
      } else if (!options3) {
        options3 = {};
      }
      try {
        filename = fs.realpathSync(filename);
      } catch (ex) {
      }
      const tmpfile = getTmpname(filename);
      if (!options3.mode || !options3.chown) {
        try {
          const stats = fs.statSync(filename);
          options3 = Object.assign({}, options3);
          if (!options3.mode) {
            options3.mode = stats.mode;
          }
          if (!options3.chown && process.getuid) {
            options3.chown = { uid: stats.uid, gid: stats.gid };
          }
        } catch (ex) {
        }
      }
      let fd;
      const cleanup = cleanupOnExit(tmpfile);
      const removeOnExitHandler = onExit2(cleanup);
      let threw = true;
      try {
        fd = fs.openSync(tmpfile, "w", options3.mode || 438);
        if (options3.tmpfileCreated) {
          options3.tmpfileCreated(tmpfile);
        }
        if (ArrayBuffer.isView(data)) {
          fs.writeSync(fd, data, 0, data.length, 0);
        } else if (data != null) {
          fs.writeSync(fd, String(data), 0, String(options3.encoding || "utf8"));
        }
        if (options3.fsync !== false) {
          fs.fsyncSync(fd);
        }
        fs.closeSync(fd);
        fd = null;
        if (options3.chown) {
          try {
            fs.chownSync(tmpfile, options3.chown.uid, options3.chown.gid);
          } catch (err) {
            if (!isChownErrOk(err)) {
              throw err;
            }
          }
        }
        if (options3.mode) {
          try {
            fs.chmodSync(tmpfile, options3.mode);
          } catch (err) {
            if (!isChownErrOk(err)) {
              throw err;
            }
          }
        }
        fs.renameSync(tmpfile, filename);
        threw = false;
      } finally {
        if (fd) {
          try {
            fs.closeSync(fd);
          } catch (ex) {
          }
        }
        removeOnExitHandler();
        if (threw) {
          cleanup();
        }
      }
    }
  }
});

// src/core/errors.ts
var StoreError = class _StoreError extends Error {
  code;
  constructor(code, message, options3) {
    super(message, options3);
    this.name = "StoreError";
    this.code = code;
  }
  static tagged(tag, message) {
    return new _StoreError(tag, message);
  }
};
var CacheError = class extends StoreError {
  kind;
  path;
  constructor(kind, path2, code, reason, cause) {
    super(code, `cannot ${kind === "io" ? "read" : "write"} ${path2}: ${reason}`, { cause });
    this.name = "CacheError";
    this.kind = kind;
    this.path = path2;
  }
};

// src/args.ts
function usageError(message) {
  return StoreError.tagged("USAGE", message);
}
function exclusive(options3) {
  const given = Object.keys(options3).filter((name) => options3[name] !== void 0);
  if (given.length > 1) throw usageError(`${given.map((name) => `--${name}`).join(" and ")} exclude each other`);
  return given[0];
}
function parseArguments(argv, table, untilOperand = false) {
  const options3 = {};
  const operands = [];
  let next = 0;
  while (next < argv.length) {
    const given = argv[next++] ?? "";
    const argument = given === "-V" && Object.hasOwn(table, "version") ? "--version" : given;
    if (argument === "--help" || argument === "-h") return { options: options3, operands, helpWanted: true, rest: [] };
    if (argument === "--") {
      const rest = argv.slice(next);
      return untilOperand ? { options: options3, operands, helpWanted: false, rest } : { options: options3, operands: [...operands, ...rest], helpWanted: false, rest: [] };
    }
    if (!argument.startsWith("-") || argument === "-") {
      if (untilOperand) return { options: options3, operands, helpWanted: false, rest: argv.slice(next - 1) };
      operands.push(argument);
      continue;
    }
    const equals = argument.indexOf("=");
    const name = equals < 0 ? argument.slice(2) : argument.slice(2, equals);
    const option = argument.startsWith("--") && Object.hasOwn(table, name) ? table[name] : void 0;
    if (option === void 0) throw usageError(`unknown option ${equals < 0 ? argument : argument.slice(0, equals)}`);
    if (option.placeholder === void 0) {
      if (equals >= 0) throw usageError(`--${name} takes no value`);
      options3[name] = true;
      continue;
    }
    const text3 = equals < 0 ? argv[next++] : argument.slice(equals + 1);
    if (text3 === void 0) throw usageError(`--${name} needs a value: ${option.placeholder}`);
    const value = option.parse(text3);
    if (value === null) throw usageError(`--${name} takes ${option.placeholder}, not ${JSON.stringify(text3)}`);
    if (option.repeatable !== true) options3[name] = value;
    else if (Array.isArray(options3[name])) options3[name].push(value);
    else options3[name] = [value];
  }
  return { options: options3, operands, helpWanted: false, rest: [] };
}

// src/command.ts
function command(definition) {
  return definition;
}

// src/core/instant.ts
var RFC_3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
var MINUTE_MS = 6e4;
var LAST_INSTANT_MS = Date.UTC(9999, 11, 30, 22);
function parseRfc3339(text3) {
  const parts = RFC_3339.exec(text3);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number);
  if (hour > 23 || minute > 59 || second > 60 || !isDayOfMonth(year, month, day)) return null;
  const offsetHours = Number(parts[9] ?? 0);
  const offsetMinutes = Number(parts[10] ?? 0);
  if (offsetHours > 23 || offsetMinutes > 59) return null;
  const offsetMs = (parts[8] === "-" ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * MINUTE_MS;
  const wholeMs = utcMs(year, month, day) + ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1e3 - offsetMs;
  if (wholeMs > LAST_INSTANT_MS) return null;
  return wholeMs + Number((parts[7] ?? "").padEnd(3, "0").slice(0, 3));
}
function formatInstant(ms) {
  return new Date(ms).toISOString();
}
function wholeSeconds(ms) {
  return Math.floor(ms / 1e3);
}
function secondsBetween(fromMs, toMs) {
  return Math.max(0, wholeSeconds(toMs) - wholeSeconds(fromMs));
}
function utcMs(year, month, day) {
  return (/* @__PURE__ */ new Date(0)).setUTCFullYear(year, month - 1, day);
}
function isDayOfMonth(year, month, day) {
  const date = new Date(utcMs(year, month, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

// src/core/json.ts
var json = JSON;
function parsePlain(text3) {
  return withoutEscapedNames(text3, (plain) => JSON.parse(plain));
}
function parseExact(text3) {
  return withoutEscapedNames(
    text3,
    (plain) => json.parse(
      plain,
      (_name, value, { source }) => typeof value === "number" && source !== void 0 && String(value) !== source ? json.rawJSON(source) : value
    )
  );
}
var STRING = /"[^"\\]*(?:\\.?[^"\\]*)*(?:"|$)/gs;
var MARK = "";
var COLON = /\s*:/y;
function withoutEscapedNames(text3, parse) {
  if (!text3.includes("\\")) return parse(text3);
  const names = [];
  const plain = text3.replace(STRING, (token, offset) => {
    COLON.lastIndex = offset + token.length;
    if (!(token.includes("\\") || token.startsWith(MARK, 1)) || !COLON.test(text3)) return token;
    return `"${MARK}${names.push(JSON.parse(token)) - 1}"`;
  });
  const nameOf = (name) => (name.startsWith(MARK) ? names[Number(name.slice(MARK.length))] : void 0) ?? name;
  return names.length === 0 ? parse(text3) : renamed(parse(plain), nameOf);
}
function renamed(value, nameOf) {
  if (Array.isArray(value)) return value.map((item) => renamed(item, nameOf));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [nameOf(name), renamed(item, nameOf)]));
}
function isRawNumber(value) {
  return json.isRawJSON(value);
}
function isJsonObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawNumber(value);
}
function numberSource(value) {
  if (typeof value === "number") return String(value);
  return value !== void 0 && isRawNumber(value) ? value.rawJSON : null;
}
function finiteNumber(value) {
  const number2 = typeof value === "number" ? value : value !== void 0 && isRawNumber(value) ? Number(value.rawJSON) : NaN;
  return Number.isFinite(number2) ? number2 : null;
}
function member(object2, name) {
  return Object.hasOwn(object2, name) ? object2[name] : void 0;
}
var QUOTE = 34;
var BACKSLASH = 92;
var ARRAY = 91;
var OBJECT = 123;
var ARRAY_END = 93;
var OBJECT_END = 125;
function isNestedDeeperThan(text3, levels) {
  if (text3.split("{").length + text3.split("[").length - 2 <= levels) return false;
  let depth = 0;
  for (let i = 0; i < text3.length; i++) {
    const unit = text3.charCodeAt(i);
    if (unit === QUOTE) {
      for (i++; i < text3.length && text3.charCodeAt(i) !== QUOTE; i++) if (text3.charCodeAt(i) === BACKSLASH) i++;
    } else if (unit === ARRAY || unit === OBJECT) {
      if (++depth > levels) return true;
    } else if (unit === ARRAY_END || unit === OBJECT_END) depth--;
  }
  return false;
}

// src/core/lock.ts
var MAX_LOCK_BYTES = 64 * 1024;
var MAX_BLOCK_SECONDS = 86400;
var LEGACY_BLOCK_SECONDS = 30;
var MAX_LEASE_AHEAD_MS = 2e3;
var SPACING_SECONDS = 180 + 1;
var SPACING_MTIME_MS = 2e3;
var I64 = 2n ** 63n;
function parseLock(text3) {
  let file;
  try {
    file = parseExact(text3);
  } catch {
    return "legacy";
  }
  if (!isJsonObject(file)) return "legacy";
  const block2 = parseBlock(file);
  if (block2 === null) return "legacy";
  const claim2 = member(file, "claim");
  const before = member(file, "before");
  return {
    ...block2,
    failures: wholeNumber(member(file, "failures")) ?? 0,
    claim: typeof claim2 === "string" && claim2 !== "" ? claim2 : null,
    lease: wholeNumber(member(file, "lease")),
    before: isJsonObject(before) ? parseBlock(before) : null
  };
}
function parseBlock(object2) {
  const blockedUntil = wholeI64(member(object2, "blocked_until"));
  const error = member(object2, "error") ?? null;
  return blockedUntil !== null && (error === null || typeof error === "string") ? { blockedUntil, error } : null;
}
function wholeI64(value) {
  const source = numberSource(value);
  if (source === null || source === "-0" || !/^-?\d{1,19}$/.test(source)) return null;
  const whole = BigInt(source);
  return whole >= -I64 && whole < I64 ? Number(whole) : null;
}
function wholeNumber(value) {
  const whole = wholeI64(value);
  return whole !== null && whole >= 0 && Number.isSafeInteger(whole) ? whole : null;
}
function lockToJson({ blockedUntil, error, failures, claim: claim2, lease, before }) {
  return {
    ...blockToJson({ blockedUntil, error }),
    ...claim2 === null ? {} : { claim: claim2 },
    ...lease === null ? {} : { lease },
    ...failures === 0 ? {} : { failures },
    ...before === null ? {} : { before: blockToJson(before) }
  };
}
function blockToJson({ blockedUntil, error }) {
  const until = Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, blockedUntil));
  return { blocked_until: until, ...error === null ? {} : { error } };
}
function isClaimRunning(file, callerNowMs) {
  if (file === null || file.lock === "legacy" || file.lock.claim === null) return false;
  const { lease, blockedUntil } = file.lock;
  const nowMs = file.fileSystemNowMs ?? callerNowMs;
  const aheadMs = file.fileSystemNowMs === void 0 ? MAX_LEASE_AHEAD_MS : 0;
  if (file.mtimeMs - nowMs > aheadMs) return false;
  if (lease === null) return Math.min(blockedUntil, capSeconds(file, nowMs)) > wholeSeconds(nowMs);
  return file.mtimeMs + Math.min(lease, MAX_BLOCK_SECONDS) * 1e3 > nowMs;
}
function isHeldBy(file, token, nowMs) {
  return file !== null && file.lock !== "legacy" && file.lock.claim === token && isClaimRunning(file, nowMs);
}
function standingBlock(file, nowMs) {
  if (file === null) return null;
  if (file.lock === "legacy") {
    const ignored = file.mtimeMs - nowMs > LEGACY_BLOCK_SECONDS * 1e3;
    return ignored ? null : { blockedUntil: wholeSeconds(file.mtimeMs) + LEGACY_BLOCK_SECONDS, error: null };
  }
  const block2 = file.lock.claim === null ? file.lock : file.lock.before;
  return block2 === null ? null : { blockedUntil: Math.min(block2.blockedUntil, capSeconds(file, nowMs)), error: block2.error };
}
function capSeconds(file, nowMs) {
  return wholeSeconds(Math.min(file.mtimeMs, nowMs)) + MAX_BLOCK_SECONDS;
}
function isSpacing(file, block2, dataCachedAtMs2) {
  if (file.lock === "legacy" || block2.error !== null || dataCachedAtMs2 === null) return false;
  return endsAsSpacing(block2, dataCachedAtMs2) || Math.abs(file.mtimeMs - dataCachedAtMs2) <= SPACING_MTIME_MS;
}
function endsAsSpacing({ blockedUntil }, dataCachedAtMs2) {
  return Math.abs(blockedUntil - wholeSeconds(dataCachedAtMs2)) <= SPACING_SECONDS;
}
function readLockState(file, nowMs, dataCachedAtMs2) {
  const fetching = isClaimRunning(file, nowMs);
  const block2 = standingBlock(file, nowMs);
  const ahead = file !== null && block2 !== null && block2.blockedUntil > wholeSeconds(nowMs);
  const cachedAtMs = ahead && block2.error === null ? dataCachedAtMs2() : null;
  const running = ahead && !isSpacing(file, block2, cachedAtMs);
  const carries = !ahead || running || cachedAtMs !== null && endsAsSpacing(block2, cachedAtMs);
  const lock2 = file === null || file.lock === "legacy" ? null : file.lock;
  return {
    fetching,
    leaseEnds: fetching && lock2 !== null ? lock2.blockedUntil : null,
    running,
    active: running && !fetching,
    block: block2,
    carried: carries ? block2 : null,
    failures: lock2?.failures ?? 0
  };
}

// src/core/retry-after.ts
var MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
var IMF_FIXDATE = /^[A-Z][a-z]{2}, (?<day>\d{2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/;
var RFC_850 = /^[A-Z][a-z]{5,8}, (?<day>\d{2})-(?<month>[A-Z][a-z]{2})-(?<year>\d{2}) (?<time>\d{2}:\d{2}:\d{2}) GMT$/;
var ASCTIME = /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d{2}:\d{2}:\d{2}) (?<year>\d{4})$/;
var FIFTY_YEARS_MS = 50 * 365.2425 * 864e5;
function parseRetryAfter(value, nowMs) {
  const text3 = value.trim();
  if (/^\d+$/.test(text3)) return Number(text3) > 0 ? Number(text3) : null;
  const dateMs = parseHttpDate(text3, nowMs);
  if (dateMs === null) return null;
  const seconds = wholeSeconds(dateMs) - wholeSeconds(nowMs);
  return seconds > 0 ? seconds : null;
}
function parseHttpDate(text3, nowMs) {
  const parts = (IMF_FIXDATE.exec(text3) ?? RFC_850.exec(text3) ?? ASCTIME.exec(text3))?.groups;
  if (parts === void 0) return null;
  const { day = "", month = "", year = "", time = "" } = parts;
  const monthNumber = String(MONTHS.indexOf(month) + 1).padStart(2, "0");
  const instant2 = (fullYear) => parseRfc3339(`${fullYear}-${monthNumber}-${day.trim().padStart(2, "0")}T${time}Z`);
  if (year.length === 4) return instant2(year);
  const century = Math.floor(new Date(nowMs).getUTCFullYear() / 100);
  const thisCentury = instant2(`${century}${year}`);
  return thisCentury !== null && thisCentury - nowMs > FIFTY_YEARS_MS ? instant2(`${century - 1}${year}`) : thisCentury;
}

// src/core/backoff.ts
var LONG = { base: 300, cap: 3600 };
var SHORT = { base: 30, cap: 300 };
var LONG_ERRORS = ["RateLimited", "Forbidden"];
var JITTER = 0.1;
function blockAfter({ error, failures, retryAfter }, nowMs, random) {
  const asked = error === "RateLimited" && retryAfter !== null ? parseRetryAfter(retryAfter, nowMs) : null;
  const { base, cap } = LONG_ERRORS.includes(error) ? LONG : SHORT;
  const wait = asked === null ? Math.min(cap, base * 2 ** failures) : Math.min(asked, MAX_BLOCK_SECONDS);
  const jitter = wait * JITTER * random;
  const stretched = Math.floor(wait + (asked === null ? jitter : Math.max(1, jitter)));
  return { blockedUntil: wholeSeconds(nowMs) + Math.min(stretched, MAX_BLOCK_SECONDS), error };
}

// src/core/lock-change.ts
var NO_CLAIM = { claim: null, lease: null, before: null };
function longer({ block: block2, running }, wanted) {
  if (!running || block2 === null || block2.blockedUntil < wanted.blockedUntil) return wanted;
  return { blockedUntil: block2.blockedUntil, error: block2.error ?? wanted.error };
}
function lockAfterBlock(state, wanted, force) {
  const left = force ? wanted : longer(state, wanted);
  if (left !== wanted && !state.fetching) return void 0;
  return { ...left, failures: state.failures, ...NO_CLAIM };
}
function lockAfterFailure(state, wanted) {
  return { ...longer(state, wanted), failures: Math.min(state.failures + 1, Number.MAX_SAFE_INTEGER), ...NO_CLAIM };
}
function lockAfterUnblock(file, nowMs) {
  if (file === null || file.lock === "legacy" || !isClaimRunning(file, nowMs)) return null;
  return { ...file.lock, failures: 0, before: null };
}
function lockOfClaim(state, token, leaseSeconds, nowMs) {
  const blockedUntil = wholeSeconds(nowMs) + leaseSeconds;
  return {
    blockedUntil,
    error: null,
    failures: state.failures,
    claim: token,
    lease: leaseSeconds,
    before: state.carried
  };
}
function lockAfterRelease({ before, failures }) {
  return before === null ? null : { ...before, failures, ...NO_CLAIM };
}
var ENDED_BY_CREDENTIALS = ["Unauthorized", "Forbidden", "RateLimited"];
function lockWithCredentialsOf(file, credentialsMtimeMs) {
  if (file === null || file.lock === "legacy") return file;
  const changedMs = credentialsMtimeMs();
  if (changedMs === null || changedMs <= file.mtimeMs) return file;
  const ended = (block2) => ENDED_BY_CREDENTIALS.includes(block2.error) ? { ...block2, blockedUntil: 0 } : block2;
  const { lock: lock2 } = file;
  return { ...file, lock: { ...ended(lock2), before: lock2.before === null ? null : ended(lock2.before) } };
}

// src/disk/cache-store.ts
var import_node_path3 = require("node:path");

// src/core/usage-entry.ts
var CACHE_SCHEMA_VERSION = 1;
var MAX_ENTRY_BYTES = 256 * 1024;
var MAX_DEPTH = 127;
var MAX_AHEAD_MS = 6e4;
var CachedUsage = {
  withData(data, cachedAtMs) {
    return { cachedAtMs, data, error: null };
  },
  withError(code, cachedAtMs) {
    return { cachedAtMs, data: null, error: { code } };
  }
};
function isMiss(entry) {
  return "miss" in entry;
}
function isAnomalous({ data, error }) {
  return data === null === (error === null);
}
function dataCachedAtMs(read) {
  if (isMiss(read)) return read.miss === "future-dated" ? read.dataCachedAtMs : null;
  return isAnomalous(read) || read.data === null ? null : read.cachedAtMs;
}
function parseUsageEntry(text3, nowMs, exact = false) {
  const malformed = { miss: "malformed" };
  if (isNestedDeeperThan(text3, MAX_DEPTH)) return malformed;
  let file;
  try {
    file = exact ? parseExact(text3) : parsePlain(text3);
  } catch {
    return malformed;
  }
  if (!isJsonObject(file)) return malformed;
  const version = member(file, "schema_version");
  if (version === void 0) return malformed;
  if (!isSchemaVersion(version, text3)) return { miss: "other-schema" };
  const cachedAt = member(file, "cached_at");
  const cachedAtMs = typeof cachedAt === "string" ? parseRfc3339(cachedAt) : null;
  const data = member(file, "data") ?? null;
  const error = member(file, "error") ?? null;
  if (cachedAtMs === null || !(data === null || isJsonObject(data)) || !(error === null || isJsonObject(error)))
    return malformed;
  const code = error === null ? null : member(error, "code");
  if (error !== null && typeof code !== "string") return malformed;
  const entry = { cachedAtMs, data, error: typeof code === "string" ? { code } : null };
  return cachedAtMs - nowMs > MAX_AHEAD_MS ? { miss: "future-dated", dataCachedAtMs: dataCachedAtMs(entry) } : entry;
}
function isSchemaVersion(version, text3) {
  if (numberSource(version) !== String(CACHE_SCHEMA_VERSION)) return false;
  if (/^\s*\{\s*"schema_version"\s*:\s*1\s*,/.test(text3)) return true;
  const exact = parseExact(text3);
  return isJsonObject(exact) && numberSource(member(exact, "schema_version")) === String(CACHE_SCHEMA_VERSION);
}
function usageEntryToJson({ cachedAtMs, data, error }) {
  return { schema_version: CACHE_SCHEMA_VERSION, cached_at: formatInstant(cachedAtMs), data, error };
}

// src/disk/atomic-write.ts
var import_node_fs3 = require("node:fs");
var import_write_file_atomic = __toESM(require_lib(), 1);

// src/disk/pause.ts
function pause(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

// src/disk/sweep.ts
var import_node_fs = require("node:fs");
var import_node_path = require("node:path");
init_temp_name();
var LEFTOVER_AGE_MS = 6e4;
function sweepLeftovers(installed) {
  try {
    const { ctimeMs } = (0, import_node_fs.statSync)(installed);
    const directory = (0, import_node_path.dirname)(installed);
    for (const name of (0, import_node_fs.readdirSync)(directory)) {
      if (isTempName(name)) removeIfLeft((0, import_node_path.join)(directory, name), ctimeMs);
    }
  } catch {
  }
}
function removeIfLeft(temporary, fileSystemNowMs2) {
  try {
    const stat = (0, import_node_fs.lstatSync)(temporary);
    if (stat.isFile() && fileSystemNowMs2 - stat.mtimeMs > LEFTOVER_AGE_MS) (0, import_node_fs.unlinkSync)(temporary);
  } catch {
  }
}

// src/disk/system-error.ts
function errnoOf(error) {
  const { code, errno } = error;
  if (typeof code === "string" && /^E[A-Z0-9]+$/.test(code)) return code;
  const { constants: constants3 } = process.getBuiltinModule("node:os");
  const named = Object.entries(constants3.errno).find(([, number2]) => number2 === Math.abs(errno ?? 0));
  return named?.[0] ?? "EIO";
}
function reasonOf(error) {
  const message = error instanceof Error ? error.message : String(error);
  return /^\w+: ([^,]+)/.exec(message)?.[1] ?? message;
}
function cacheError(kind, path2, error) {
  if (error instanceof CacheError) return error;
  if (typeof error.errno !== "number") throw error;
  return new CacheError(kind, path2, errnoOf(error), reasonOf(error), error);
}
function isErrno(error, ...codes) {
  return codes.includes(error.code ?? "");
}

// src/disk/target.ts
var import_node_buffer = require("node:buffer");
var import_node_fs2 = require("node:fs");
var import_node_path2 = require("node:path");
var MAX_LINKS = 40;
function resolveTarget(file) {
  let target = file;
  try {
    refuseForeignDirectory(file);
    for (let links = 0; links <= MAX_LINKS; links++) {
      const stat = (0, import_node_fs2.lstatSync)(target, { throwIfNoEntry: false });
      if (stat === void 0) {
        if (links > 0) (0, import_node_fs2.statSync)((0, import_node_path2.dirname)(target));
        return target;
      }
      if (stat.isFile()) return target;
      if (stat.isDirectory()) throw new CacheError("persist", file, "EISDIR", "is a directory");
      if (!stat.isSymbolicLink()) throw new CacheError("persist", file, "NOT_REGULAR", "not a regular file");
      refuseForeign(stat, file, "is a link that another user has made", true);
      const to = utf8Path((0, import_node_fs2.readlinkSync)(target, "buffer"), file);
      target = (0, import_node_path2.isAbsolute)(to) ? to : `${utf8Path((0, import_node_fs2.realpathSync)((0, import_node_path2.dirname)(target), "buffer"), file)}${import_node_path2.sep}${to}`;
    }
  } catch (error) {
    throw cacheError("persist", file, error);
  }
  throw new CacheError("persist", file, "ELOOP", "too many symbolic links");
}
function refuseForeignDirectory(file) {
  const directory = (0, import_node_path2.dirname)(file);
  const stat = (0, import_node_fs2.lstatSync)(directory);
  const isLink = stat.isSymbolicLink();
  if (isLink) refuseForeign(stat, file, "the directory is a link that another user has made", true);
  refuseForeign(isLink ? (0, import_node_fs2.statSync)(directory) : stat, file, "the directory belongs to another user");
}
function refuseForeign({ uid }, file, why, evenForRoot = false) {
  const me = process.getuid?.() ?? uid;
  if (uid !== me && uid !== 0 && (me !== 0 || evenForRoot)) throw new CacheError("persist", file, "NOT_OWNER", why);
}
function utf8Path(bytes, file) {
  if (!(0, import_node_buffer.isUtf8)(bytes)) throw new CacheError("persist", file, "EILSEQ", "is a link to a name that is not UTF-8");
  return bytes.toString("utf8");
}
function removeFile(file) {
  try {
    (0, import_node_fs2.unlinkSync)(resolveTarget(file));
  } catch (error) {
    if (!isErrno(error, "ENOENT")) throw cacheError("persist", file, error);
  }
}

// src/disk/atomic-write.ts
var FILE_MODE = 384;
var RENAME_RETRY_MS = 1e3;
var RENAME_PAUSE_MS = 20;
function atomicWriteJson(file, value, options3 = {}) {
  const pretty = encode(value, 2);
  const bytes = pretty.length > (options3.prettyUpToBytes ?? Infinity) ? encode(value, 0) : pretty;
  const target = resolveTarget(file);
  try {
    whileHeldOnWindows(() => replace(target, bytes, options3));
  } catch (error) {
    throw cacheError("persist", file, error);
  }
  sweepLeftovers(target);
}
function encode(value, spaces) {
  return Buffer.from(`${JSON.stringify(value, null, spaces)}
`);
}
function replace(target, bytes, { mtimeMs }) {
  import_write_file_atomic.default.sync(target, null, {
    mode: FILE_MODE,
    tmpfileCreated(temporary) {
      (0, import_node_fs3.chmodSync)(temporary, FILE_MODE);
      (0, import_node_fs3.writeFileSync)(temporary, bytes, { flag: "r+" });
      const { size } = (0, import_node_fs3.statSync)(temporary);
      if (size !== bytes.length)
        throw new CacheError("persist", target, "EIO", `wrote ${size} of ${bytes.length} bytes`);
      if (mtimeMs !== void 0) (0, import_node_fs3.utimesSync)(temporary, mtimeMs / 1e3, mtimeMs / 1e3);
    }
  });
}
function whileHeldOnWindows(write) {
  const deadlineMs = performance.now() + RENAME_RETRY_MS;
  for (; ; ) {
    try {
      return write();
    } catch (error) {
      const held = process.platform === "win32" && isErrno(error, "EPERM", "EACCES", "EBUSY");
      if (!held || performance.now() > deadlineMs) throw error;
      pause(RENAME_PAUSE_MS);
    }
  }
}

// src/disk/read-file.ts
var import_node_buffer2 = require("node:buffer");
var import_node_fs4 = require("node:fs");
var FLAGS = import_node_fs4.constants.O_RDONLY | (import_node_fs4.constants.O_NONBLOCK ?? 0) | (import_node_fs4.constants.O_NOCTTY ?? 0);
function readSmallFile(path2, maxBytes) {
  let fd;
  try {
    fd = (0, import_node_fs4.openSync)(path2, FLAGS);
  } catch (error) {
    if (isErrno(error, "ENOENT")) return null;
    throw cacheError("io", path2, error);
  }
  try {
    const stat = (0, import_node_fs4.fstatSync)(fd);
    if (stat.isDirectory()) throw new CacheError("io", path2, "EISDIR", "is a directory");
    if (!stat.isFile()) throw new CacheError("io", path2, "NOT_REGULAR", "not a regular file");
    if (stat.size > maxBytes) return { text: null, tooLarge: true, mtimeMs: stat.mtimeMs };
    const room = Buffer.allocUnsafe(stat.size + 1);
    let length = 0;
    let more;
    do {
      more = (0, import_node_fs4.readSync)(fd, room, length, room.length - length, length);
      length += more;
    } while (more > 0 && length < stat.size);
    const bytes = room.subarray(0, length);
    const whole = bytes.length < room.length && (0, import_node_buffer2.isUtf8)(bytes);
    return { text: whole ? bytes.toString("utf8") : null, tooLarge: false, mtimeMs: stat.mtimeMs };
  } catch (error) {
    throw cacheError("io", path2, error);
  } finally {
    closeQuietly(fd);
  }
}
function closeQuietly(fd) {
  try {
    (0, import_node_fs4.closeSync)(fd);
  } catch {
    return;
  }
}
function mtimeOf(path2) {
  try {
    return (0, import_node_fs4.statSync)(path2).mtimeMs;
  } catch {
    return null;
  }
}

// src/disk/cache-store.ts
var CACHE_FILE = "usage.json";
var CacheStore = class {
  file;
  constructor(directory) {
    this.file = (0, import_node_path3.join)(directory, CACHE_FILE);
  }
  /** Takes no lock and writes nothing. `exact` keeps the source of every number. Throws CacheError with kind `io`. */
  read(nowMs, exact = false) {
    const file = readSmallFile(this.file, MAX_ENTRY_BYTES);
    if (file === null) return { miss: "absent" };
    if (file.tooLarge) return { miss: "too-large" };
    return file.text === null ? { miss: "malformed" } : parseUsageEntry(file.text, nowMs, exact);
  }
  /** The `cached_at` of a data entry; null when there is none, or none that can be read. */
  dataCachedAtMs(nowMs) {
    try {
      return dataCachedAtMs(this.read(nowMs));
    } catch {
      return null;
    }
  }
  /** Throws CacheError with kind `persist`; the old file is then still there. */
  write(entry) {
    atomicWriteJson(this.file, usageEntryToJson(entry), { prettyUpToBytes: MAX_ENTRY_BYTES });
  }
  /** Fine when there is none. Throws CacheError with kind `persist`. */
  clear() {
    removeFile(this.file);
  }
};

// src/disk/lock-store.ts
var import_node_path4 = require("node:path");

// src/disk/file-system-clock.ts
var import_node_fs5 = require("node:fs");
init_temp_name();
function fileSystemNowMs(file) {
  const probe = `${file}.${tempSuffix()}`;
  try {
    const fd = (0, import_node_fs5.openSync)(probe, "wx", 384);
    try {
      return statOf(fd).mtimeMs;
    } finally {
      (0, import_node_fs5.unlinkSync)(probe);
    }
  } catch (error) {
    throw cacheError("persist", file, error);
  }
}
function statOf(fd) {
  try {
    return (0, import_node_fs5.fstatSync)(fd);
  } finally {
    (0, import_node_fs5.closeSync)(fd);
  }
}

// src/disk/lock-store.ts
var LOCK_FILE = "usage.lock";
var LockStore = class {
  file;
  constructor(directory) {
    this.file = (0, import_node_path4.join)(directory, LOCK_FILE);
  }
  /** Null when there is none. Takes no lock and writes nothing. Throws CacheError with kind `io`. */
  read() {
    const file = readSmallFile(this.file, MAX_LOCK_BYTES);
    return file === null ? null : { lock: file.text === null ? "legacy" : parseLock(file.text), mtimeMs: file.mtimeMs };
  }
  /**
   * The same for whoever holds the mutex: a lease that stands there is judged by the file system's own clock, the
   * mtime of a file just made beside it. Throws CacheError.
   */
  readUnderMutex() {
    const file = this.read();
    if (file === null || file.lock === "legacy" || file.lock.claim === null) return file;
    return { ...file, fileSystemNowMs: fileSystemNowMs(resolveTarget(this.file)) };
  }
  /** Puts a lock in place of what was read, or removes it. `keepLease`: its mtime, which a lease is counted from, stays. */
  leave(lock2, { keepLease } = {}) {
    if (lock2 === null) this.clear();
    else this.write(lock2, keepLease == null ? {} : { mtimeMs: keepLease.mtimeMs });
  }
  /** Throws CacheError with kind `persist`; the old file is then still there. */
  write(lock2, options3 = {}) {
    atomicWriteJson(this.file, lockToJson(lock2), options3);
  }
  /** Fine when there is none. Throws CacheError with kind `persist`. */
  clear() {
    removeFile(this.file);
  }
};

// src/disk/root.ts
var import_node_fs6 = require("node:fs");
var import_node_path5 = require("node:path");
var PROFILE_NAME = /^(?![.-])[A-Za-z0-9._@-]{1,64}$/;
var RESERVED_PROFILE = "auto";
function resolveDirectory(flags, environment) {
  const root = flags.root === void 0 ? defaultRoot(environment) : checkedRoot(flags.root, "--root", "USAGE");
  const profile = flags.profile ?? variable(environment, "USAGE_STORE_PROFILE");
  if (profile === void 0) return absolute(root);
  const [source, tag] = flags.profile === void 0 ? ["USAGE_STORE_PROFILE", "BAD_PROFILE"] : ["--profile", "USAGE"];
  if (!PROFILE_NAME.test(profile)) {
    throw StoreError.tagged(tag, `${source}: 1 to 64 of A-Z a-z 0-9 . _ @ -, not beginning with . or -: ${profile}`);
  }
  if (profile === RESERVED_PROFILE) throw StoreError.tagged(tag, `${source}: the name ${RESERVED_PROFILE} is reserved`);
  return absolute((0, import_node_path5.join)(root, "profiles", profile));
}
function absolute(directory) {
  try {
    return (0, import_node_path5.resolve)(directory);
  } catch (error) {
    throw cacheError("io", directory, error);
  }
}
function defaultRoot(environment) {
  const own = variable(environment, "USAGE_STORE_ROOT");
  if (own !== void 0) {
    const root = checkedRoot(own, "USAGE_STORE_ROOT", "BAD_ROOT");
    if (!(0, import_node_path5.isAbsolute)(root)) throw StoreError.tagged("BAD_ROOT", `USAGE_STORE_ROOT is not an absolute path: ${root}`);
    return root;
  }
  const bases = [["XDG_CACHE_HOME"], ["HOME", ".cache"], ...process.platform === "win32" ? [["LOCALAPPDATA"]] : []];
  for (const [name = "", ...below] of bases) {
    const base = variable(environment, name);
    if (base !== void 0 && (0, import_node_path5.isAbsolute)(base)) return (0, import_node_path5.join)(checkedRoot(base, name, "BAD_ROOT"), ...below, "linesmith");
  }
  throw StoreError.tagged("NO_ROOT", "no cache root: set HOME or USAGE_STORE_ROOT, or give --root");
}
function variable(environment, name) {
  return environment[name] === "" ? void 0 : environment[name];
}
function checkedRoot(root, source, tag) {
  if (root === "") throw StoreError.tagged(tag, `${source} is empty`);
  if (/^~(\/|$)/.test(root)) throw StoreError.tagged(tag, `${source} begins with ~, which nobody expanded: ${root}`);
  if (root.includes("�") && !cameAsUtf8(root)) throw StoreError.tagged(tag, `${source} is not valid UTF-8`);
  return root;
}
function cameAsUtf8(text3) {
  const holdsIt = (file) => (0, import_node_fs6.readFileSync)(file).includes(Buffer.from(text3));
  try {
    return holdsIt("/proc/self/environ") || holdsIt("/proc/self/cmdline");
  } catch {
    return false;
  }
}
function ensureDirectory(directory) {
  try {
    makeDirectory(directory);
  } catch (error) {
    throw cacheError("persist", directory, error);
  }
}
function makeDirectory(directory) {
  try {
    makeOne(directory);
  } catch (error) {
    const parent = (0, import_node_path5.dirname)(directory);
    if (!isErrno(error, "ENOENT") || parent === directory) throw error;
    makeDirectory(parent);
    makeOne(directory);
  }
}
function makeOne(directory) {
  try {
    (0, import_node_fs6.mkdirSync)(directory, 448);
    (0, import_node_fs6.chmodSync)(directory, 448);
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw error;
  }
}
function forwardSlashes(text3) {
  return import_node_path5.sep === "\\" ? text3.replaceAll("\\", "/") : text3;
}

// src/exit-codes.ts
var ExitCode = {
  done: 0,
  no: 1,
  usage: 2,
  environment: 3,
  blocked: 4,
  badInput: 5
};
var EXIT_MEANINGS = {
  0: "done; for get: something usable was printed, stale included",
  1: "no: nothing cached, nothing to do, somebody else is fetching, or the fetch failed",
  2: "usage error; nothing was read or written",
  3: "I/O or environment error",
  4: "blocked: a back-off is running and there is nothing to serve",
  5: "bad input on stdin or from the fetch; nothing was changed but the back-off"
};
var EXIT_BY_TAG = {
  USAGE: ExitCode.usage,
  BAD_INPUT: ExitCode.badInput,
  NO_ROOT: ExitCode.environment,
  BAD_ROOT: ExitCode.environment,
  BAD_PROFILE: ExitCode.environment,
  NOT_REGULAR: ExitCode.environment,
  NOT_OWNER: ExitCode.environment,
  NOT_RUN: ExitCode.environment,
  NODE_VERSION: ExitCode.environment,
  INTERNAL: ExitCode.environment
};
function exitCodeOf(code) {
  return Object.hasOwn(EXIT_BY_TAG, code) ? EXIT_BY_TAG[code] : ExitCode.environment;
}

// src/core/duration.ts
var DURATION = /^(\d{1,15})([smhd]?)$/;
var UNIT_SECONDS = { "": 1, s: 1, m: 60, h: 3600, d: 86400 };
function parseDuration(text3) {
  const parts = DURATION.exec(text3);
  return parts === null ? null : Number(parts[1]) * (UNIT_SECONDS[parts[2] ?? ""] ?? 1);
}
function parseUnixSeconds(text3) {
  return /^\d{1,15}$/.test(text3) ? Number(text3) : null;
}
var FIRST_WRITABLE_MS = -621672192e5;
function parseInstant(text3) {
  const ms = /^\d{1,12}(\.\d{1,9})?$/.test(text3) ? Math.floor(Number(text3) * 1e3) : parseRfc3339(text3);
  return ms === null || ms < FIRST_WRITABLE_MS ? null : ms;
}

// src/core/strict-reader.ts
var RECOGNISED_KEYS = [
  "five_hour",
  "seven_day",
  "seven_day_opus",
  "seven_day_sonnet",
  "seven_day_oauth_apps",
  "extra_usage",
  "limits"
];
var isString = (value) => typeof value === "string";
var isFinite = (value) => finiteNumber(value) !== null;
var isTimestamp = (value) => typeof value === "string" && parseRfc3339(value) !== null;
var absentOr = (shape) => (value) => value === void 0 || shape(value);
var nullOr = (shape) => (value) => value === void 0 || value === null || shape(value);
var object = (members) => (value) => isJsonObject(value) && Object.entries(members).every(([name, shape]) => shape(member(value, name)));
var bucket = nullOr(object({ utilization: isFinite, resets_at: nullOr(isTimestamp) }));
var extraUsage = nullOr(
  object({
    is_enabled: nullOr((value) => typeof value === "boolean"),
    utilization: nullOr(isFinite),
    monthly_limit: nullOr(isFinite),
    used_credits: nullOr(isFinite),
    currency: nullOr(isString)
  })
);
var limit = object({
  kind: isString,
  percent: isFinite,
  resets_at: nullOr(isTimestamp),
  severity: absentOr(isString),
  scope: nullOr(object({ model: nullOr(object({ display_name: nullOr(isString), id: nullOr(isString) })) }))
});
var limits = nullOr((value) => Array.isArray(value) && value.every(limit));
var SHAPES = {
  five_hour: bucket,
  seven_day: bucket,
  seven_day_opus: bucket,
  seven_day_sonnet: bucket,
  seven_day_oauth_apps: bucket,
  extra_usage: extraUsage,
  limits
};
function isTakenByStrictReader(key, value) {
  return SHAPES[key](value);
}
var MAX_RESPONSE_DEPTH = 100;
function unholdable(value) {
  if (typeof value === "string") return value.isWellFormed() ? null : "a lone surrogate";
  if (typeof value === "number" || value !== null && typeof value === "object" && isRawNumber(value)) {
    return finiteNumber(value) === null ? "a number beyond double range" : null;
  }
  if (value === null || typeof value !== "object") return null;
  for (const [name, inner2] of Object.entries(value)) {
    const found = name.isWellFormed() ? unholdable(inner2) : "a lone surrogate";
    if (found !== null) return found;
  }
  return null;
}

// src/core/wire.ts
var OWN_KEY = "usage_store";
function dataFromResponse(response) {
  const own = [];
  const unknown = [];
  for (const key of RECOGNISED_KEYS) {
    const value = member(response, key);
    if (value === void 0) continue;
    const taken = isTakenByStrictReader(key, value);
    own.push([key, taken ? value : null]);
    if (!taken) unknown.push([key, value]);
  }
  for (const [key, value] of Object.entries(response)) {
    if (!isRecognisedKey(key) && key !== OWN_KEY) unknown.push([key, value]);
  }
  return Object.fromEntries([...own, ["unknown_buckets", Object.fromEntries(unknown)]]);
}
function responseFromData(data) {
  const unknown = unknownBuckets(data);
  const own = Object.entries(data).filter(
    ([key, value]) => key !== "unknown_buckets" && !(value === null && Object.hasOwn(unknown, key))
  );
  const taken = new Set(own.map(([key]) => key));
  const rest = Object.entries(unknown).filter(([key]) => key !== OWN_KEY && !taken.has(key));
  return Object.fromEntries([...own, ...rest]);
}
function unknownBuckets(data) {
  const unknown = member(data, "unknown_buckets");
  return isJsonObject(unknown) ? unknown : {};
}
function isRecognisedKey(key) {
  return RECOGNISED_KEYS.includes(key);
}

// src/render/text.ts
var ACTIVE = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;
function plainText(text3) {
  return text3.replace(ACTIVE, "");
}
function jsonText(value) {
  return JSON.stringify(value).replace(
    ACTIVE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
  );
}

// src/render/field.ts
function parseFieldPath(text3) {
  if (text3 === "") return null;
  let first;
  const rest = [];
  let name = "";
  for (let i = 0; i < text3.length; i++) {
    const character = text3.charAt(i);
    if (character === "\\" && /[\\.]/.test(text3.charAt(i + 1))) name += text3.charAt(++i);
    else if (character !== ".") name += character;
    else {
      if (first === void 0) first = name;
      else rest.push(name);
      name = "";
    }
  }
  return first === void 0 ? [name] : [first, ...rest, name];
}
function lookUp(document, [first, ...rest]) {
  let value = firstMember(document, first);
  for (const name of rest) value = inner(value, name);
  return value;
}
function firstMember(document, name) {
  const { windows, data } = document;
  const places = [document, windows, data].filter(isJsonObject);
  const place = places.find((object2) => Object.hasOwn(object2, name));
  const unknown = isJsonObject(data) ? unknownBuckets(data) : {};
  const isElsewhere = place === void 0 || place === data && place[name] === null;
  return isElsewhere && Object.hasOwn(unknown, name) ? unknown[name] : place?.[name];
}
function inner(value, name) {
  if (Array.isArray(value))
    return /^(0|[1-9]\d*)$/.test(name) ? value[Number(name)] : void 0;
  return isJsonObject(value) ? member(value, name) : void 0;
}
function renderFields(document, paths, byDefault) {
  const values = paths.map((path2) => lookUp(document, path2) ?? null);
  const lines = values.map((value) => value === null ? byDefault ?? "" : renderField(value));
  return {
    text: lines.map((line) => `${line}
`).join(""),
    complete: byDefault !== void 0 || !values.includes(null)
  };
}
function renderField(value) {
  return typeof value === "string" ? plainText(value) : jsonText(value);
}

// src/option-types.ts
var flag = (help2) => ({ help: help2 });
var text = (placeholder, help2) => ({
  placeholder,
  help: help2,
  parse: (value) => value
});
var duration = (help2) => ({ placeholder: "DUR", help: help2, parse: parseDuration });
var instant = (help2) => ({ placeholder: "INSTANT", help: help2, parse: parseInstant });
var unixSeconds = (help2) => ({
  placeholder: "UNIX_SECONDS",
  help: help2,
  parse: parseUnixSeconds
});
var fieldPaths = (help2) => ({ placeholder: "PATH", help: help2, parse: parseFieldPath, repeatable: true });
var ERROR_CODE = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
var errorCode = (help2) => ({
  placeholder: "CODE",
  help: help2,
  parse: (value) => ERROR_CODE.test(value) ? value : null
});
var number = (placeholder, help2) => ({
  placeholder,
  help: help2,
  parse: (value) => /^\d{1,3}$/.test(value) ? Number(value) : null
});
var positiveDuration = (help2) => ({
  placeholder: "DUR",
  help: help2,
  parse: (value) => parseDuration(value) || null
});

// src/disk/mutex.ts
var import_node_fs7 = require("node:fs");
var import_node_path6 = require("node:path");
var MUTEX_FILE = "usage.mutex";
var SQLITE_BUSY = 5;
function withMutex(directory, waitMs, body) {
  const file = (0, import_node_path6.join)(directory, MUTEX_FILE);
  const taken = takeMutex(file, waitMs);
  try {
    return body(taken.mutex);
  } finally {
    taken.release();
  }
}
function takeMutex(file, waitMs) {
  const without = (mutex) => ({ mutex, release() {
  } });
  try {
    prepareFile(file);
    refuseNeighbours(file);
  } catch (error) {
    return without({ state: "unavailable", why: cacheError("io", file, error) });
  }
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  let database;
  try {
    database = new DatabaseSync(file, { timeout: waitMs });
    database.exec("PRAGMA journal_mode=MEMORY; BEGIN IMMEDIATE; PRAGMA user_version=1");
  } catch (error) {
    database?.close();
    const { errcode, message } = error;
    if (errcode === SQLITE_BUSY) return without({ state: "busy", file });
    return without({ state: "unavailable", why: new CacheError("io", file, "ENOLCK", `no lock: ${message}`, error) });
  }
  const held = database;
  return {
    mutex: { state: "held" },
    release() {
      held.exec("ROLLBACK");
      held.close();
    }
  };
}
function prepareFile(file) {
  refuseForeignDirectory(file);
  const flags = import_node_fs7.constants.O_WRONLY | (import_node_fs7.constants.O_NOFOLLOW ?? 0) | (import_node_fs7.constants.O_NONBLOCK ?? 0);
  let fd;
  try {
    fd = (0, import_node_fs7.openSync)(file, flags);
  } catch (error) {
    if (!isErrno(error, "ENOENT")) throw error;
    fd = createFile(file, flags);
  }
  try {
    const stat = (0, import_node_fs7.fstatSync)(fd);
    if (!stat.isFile()) throw new CacheError("io", file, "NOT_REGULAR", "not a regular file");
    refuseForeign(stat, file, "belongs to another user");
    if (stat.size > 0) throw new CacheError("io", file, "NOT_REGULAR", "not empty, so not ours");
  } finally {
    (0, import_node_fs7.closeSync)(fd);
  }
}
function refuseNeighbours(file) {
  for (const neighbour of [`${file}-journal`, `${file}-wal`])
    if ((0, import_node_fs7.lstatSync)(neighbour, { throwIfNoEntry: false }) !== void 0)
      throw new CacheError("io", neighbour, "NOT_REGULAR", "not ours, and in the way of the lock");
}
function createFile(file, flags) {
  const mode = 384;
  try {
    const fd = (0, import_node_fs7.openSync)(file, flags | import_node_fs7.constants.O_CREAT | import_node_fs7.constants.O_EXCL, mode);
    try {
      (0, import_node_fs7.fchmodSync)(fd, mode);
    } catch (error) {
      closeQuietly(fd);
      throw error;
    }
    return fd;
  } catch (error) {
    if (!isErrno(error, "EEXIST")) throw error;
    return (0, import_node_fs7.openSync)(file, flags);
  }
}

// src/commands/under-mutex.ts
var WAIT_MS = 1e3;
function underMutex(directory, body) {
  return withMutex(directory, WAIT_MS, body);
}

// src/commands/block.ts
var options = {
  for: duration("how long"),
  until: unixSeconds("until when"),
  "retry-after": text("VALUE", "the value of a Retry-After header: seconds or an HTTP-date"),
  error: errorCode("why; default RateLimited"),
  force: flag("may shorten a block that is running")
};
var block = command({
  name: "block",
  summary: "keep everybody away from the endpoint for a while",
  details: "Without --for, --until or --retry-after: as after a 429 without the header. 24 hours at most. A longer block that\nis running stays.",
  options,
  run(given, context) {
    exclusive({ for: given.for, until: given.until, "retry-after": given["retry-after"] });
    const directory = context.directory();
    const store2 = new LockStore(directory);
    ensureDirectory(directory);
    underMutex(directory, () => {
      const nowMs = context.now();
      const state = readLockState(store2.readUnderMutex(), nowMs, () => new CacheStore(directory).dataCachedAtMs(nowMs));
      const left = lockAfterBlock(
        state,
        blockWanted(given, state.failures, nowMs, context.random()),
        given.force === true
      );
      if (left !== void 0) store2.leave(left);
    });
    return ExitCode.done;
  }
});
function blockWanted(given, failures, nowMs, random) {
  const error = given.error ?? "RateLimited";
  const now = wholeSeconds(nowMs);
  const until = given.for === void 0 ? given.until : now + given.for;
  if (until !== void 0) return { blockedUntil: Math.min(until, now + MAX_BLOCK_SECONDS), error };
  const failure = { error: "RateLimited", failures, retryAfter: given["retry-after"] ?? null };
  return { ...blockAfter(failure, nowMs, random), error };
}

// src/core/windows.ts
var BUCKET_NAMES = [
  "five_hour",
  "seven_day",
  "seven_day_opus",
  "seven_day_sonnet",
  "seven_day_oauth_apps",
  "extra_usage"
];
var NO_WINDOWS = { buckets: /* @__PURE__ */ new Map(), scoped: /* @__PURE__ */ new Map() };
var HOUR_MS = 36e5;
var FIVE_HOURS_MS = 5 * HOUR_MS;
var SEVEN_DAYS_MS = 7 * 24 * HOUR_MS;
var MIN_SHARE_GONE = 0.05;
var STAND_INS = [
  ["five_hour", "session"],
  ["seven_day", "weekly_all"]
];
function computeWindows(response, cachedAtMs, nowMs) {
  const at = (used, reset, lengthMs) => {
    const percent = finiteNumber(used);
    return percent === null ? null : computeWindow(clampPercent(percent), reset, lengthMs, cachedAtMs, nowMs);
  };
  const limits2 = limitEntries(response);
  const ofLimit = (limit2) => at(member(limit2, "percent"), member(limit2, "resets_at"), limitLengthMs(limit2));
  const buckets = /* @__PURE__ */ new Map();
  for (const name of BUCKET_NAMES) {
    const bucket2 = member(response, name);
    const window = isJsonObject(bucket2) ? at(member(bucket2, "utilization"), member(bucket2, "resets_at"), bucketLengthMs(name)) : null;
    const standIn = window ?? firstOf(limits2.filter((limit2) => isStandIn(limit2, name)).map(ofLimit));
    if (standIn !== null) buckets.set(name, standIn);
  }
  const scoped = /* @__PURE__ */ new Map();
  const uniqueName = uniqueNames(scoped);
  for (const limit2 of limits2) {
    const name = scopeName(limit2);
    const window = name === null ? null : ofLimit(limit2);
    if (name !== null && window !== null) scoped.set(uniqueName(name), window);
  }
  return { buckets, scoped };
}
function allWindows({ buckets, scoped }) {
  return [...buckets.values(), ...scoped.values()];
}
function uniqueNames(taken) {
  const next = /* @__PURE__ */ new Map();
  return (name) => {
    if (!taken.has(name)) return name;
    let n = next.get(name) ?? 2;
    while (taken.has(`${name}_${n}`)) n++;
    next.set(name, n + 1);
    return `${name}_${n}`;
  };
}
function computeWindow(percent, reset, lengthMs, cachedAtMs, nowMs) {
  const resetsAtMs = typeof reset === "string" ? parseRfc3339(reset) : null;
  const resetPassed = resetsAtMs !== null && cachedAtMs < resetsAtMs && resetsAtMs <= nowMs;
  const goneMs = resetsAtMs === null || lengthMs === null ? null : cachedAtMs - (resetsAtMs - lengthMs);
  const hasPace = goneMs !== null && lengthMs !== null && goneMs >= MIN_SHARE_GONE * lengthMs && goneMs < lengthMs && !resetPassed;
  const runsOutAtMs = hasPace ? runOut(percent, goneMs, lengthMs, cachedAtMs, nowMs) : null;
  return {
    percent: resetPassed ? null : percent,
    lastPercent: resetPassed ? percent : null,
    resetsAt: resetsAtMs === null ? null : reset,
    resetsAtMs,
    resetsInSeconds: resetsAtMs === null ? null : secondsBetween(nowMs, resetsAtMs),
    resetPassed,
    pace: hasPace ? percent - 100 * goneMs / lengthMs : null,
    runsOutAtMs,
    runsOutInSeconds: runsOutAtMs === null ? null : secondsBetween(nowMs, runsOutAtMs)
  };
}
function runOut(percent, goneMs, lengthMs, cachedAtMs, nowMs) {
  if (percent === 100) return nowMs;
  const leftMs = goneMs * (100 - percent) / percent;
  return leftMs < lengthMs - goneMs ? cachedAtMs + leftMs : null;
}
function roundTo(value, decimals) {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor + 0;
}
function wholePercent(percent) {
  const whole = roundTo(percent, 0);
  if (whole >= 100 && percent < 100) return 99;
  return whole <= 0 && percent > 0 ? 1 : whole;
}
function clampPercent(percent) {
  return Math.min(100, Math.max(0, percent)) + 0;
}
function bucketLengthMs(name) {
  if (name === "five_hour") return FIVE_HOURS_MS;
  return name.startsWith("seven_day") ? SEVEN_DAYS_MS : null;
}
function limitLengthMs(limit2) {
  const kind = member(limit2, "kind");
  if (typeof kind !== "string") return null;
  if (kind.startsWith("weekly")) return SEVEN_DAYS_MS;
  return kind.startsWith("session") ? FIVE_HOURS_MS : null;
}
function limitEntries(response) {
  const limits2 = member(response, "limits");
  return Array.isArray(limits2) ? limits2.filter(isJsonObject) : [];
}
function isStandIn(limit2, name) {
  const kind = member(limit2, "kind");
  return !isScoped(limit2) && STAND_INS.some(([bucket2, standIn]) => bucket2 === name && standIn === kind);
}
function isScoped(limit2) {
  return !namesNothing(member(limit2, "scope"));
}
function namesNothing(scope) {
  return scope == null || isJsonObject(scope) && Object.values(scope).every(namesNothing);
}
function scopeName(limit2) {
  const scope = member(limit2, "scope");
  if (!isJsonObject(scope)) return null;
  const model = member(scope, "model");
  const names = [
    ...isJsonObject(model) ? [member(model, "display_name"), member(model, "id")] : [],
    member(scope, "surface")
  ];
  return names.find((name) => typeof name === "string" && name !== "") ?? null;
}
function firstOf(windows) {
  return windows.find((window) => window !== null) ?? null;
}

// src/core/decide.ts
var DEFAULT_POLICY = {
  maxAgeSeconds: 180,
  maxStaleSeconds: 86400,
  errorMaxAgeSeconds: 30,
  maxCompleteAgeSeconds: 900
};
var AUTH_ERRORS = ["Unauthorized", "Forbidden"];
function decide(read, readLock, nowMs, policy) {
  const entry = isMiss(read) ? null : read;
  const data = entry === null || isAnomalous(entry) ? null : entry.data;
  const ageSeconds = entry === null ? null : secondsBetween(entry.cachedAtMs, nowMs);
  const isYoungerThan = (limitSeconds) => ageSeconds !== null && ageSeconds < limitSeconds;
  const lockState = () => readLockState(readLock(), nowMs, () => dataCachedAtMs(read));
  const decision = (state, lock3, refresh2, windows2) => ({
    state,
    served: windows2 !== null,
    refresh: refresh2,
    fetching: lock3?.fetching ?? false,
    miss: windows2 === null ? missReason(read, isYoungerThan(policy.maxStaleSeconds)) : null,
    entry,
    ageSeconds,
    windows: windows2 ?? NO_WINDOWS,
    activeBlock: lock3?.active === true ? lock3.block : null
  });
  const cachedAtMs = Math.min(entry?.cachedAtMs ?? nowMs, nowMs);
  const windows = data === null ? null : computeWindows(responseFromData(data), cachedAtMs, nowMs);
  const isReset = windows !== null && allWindows(windows).some((window) => window.resetPassed);
  if (data !== null && isYoungerThan(policy.maxAgeSeconds) && !isReset) {
    const lock3 = isCompletionWanted(data, nowMs, policy.maxCompleteAgeSeconds) ? lockState() : null;
    return decision("fresh", lock3, lock3 !== null && !lock3.active && !lock3.fetching, windows);
  }
  const lock2 = lockState();
  if (data !== null && isYoungerThan(policy.maxStaleSeconds)) {
    if (!lock2.active) return decision("stale", lock2, !lock2.fetching, windows);
    if (!isAuthLock(lock2)) return decision("backoff", lock2, false, windows);
  }
  const isErrorEntry = entry !== null && entry.error !== null && !isAnomalous(entry);
  if (lock2.active || isErrorEntry && isYoungerThan(policy.errorMaxAgeSeconds)) {
    return decision("blocked", lock2, false, null);
  }
  return decision("miss", lock2, !lock2.fetching, null);
}
function missReason(read, isUsable) {
  if (isMiss(read)) return read.miss;
  if (isAnomalous(read)) return "anomalous";
  if (read.error !== null) return "error";
  return isUsable ? null : "expired";
}
function isAuthLock({ block: block2 }) {
  return AUTH_ERRORS.includes(block2?.error ?? null);
}
function isCompletionWanted(data, nowMs, maxCompleteAgeSeconds) {
  const own = member(unknownBuckets(data), OWN_KEY);
  if (!isJsonObject(own)) return false;
  const completeAt = member(own, "complete_at");
  const completeAtMs = typeof completeAt === "string" ? parseRfc3339(completeAt) : null;
  return completeAtMs === null || secondsBetween(completeAtMs, nowMs) >= maxCompleteAgeSeconds;
}

// src/decision-options.ts
var DECISION_OPTIONS = {
  "max-age": duration("younger data are fresh; default 180s"),
  "max-stale": duration("younger data are served while stale; default 1d"),
  "error-max-age": duration("a younger error entry keeps everybody away; default 30s"),
  "max-complete-age": duration("an older whole response is to be refreshed; default 15m"),
  "release-on": text("FILE", "a FILE (the credentials) changed since ends a block that hangs on the token")
};
function policyOf(given) {
  return {
    maxAgeSeconds: given["max-age"] ?? DEFAULT_POLICY.maxAgeSeconds,
    maxStaleSeconds: given["max-stale"] ?? DEFAULT_POLICY.maxStaleSeconds,
    errorMaxAgeSeconds: given["error-max-age"] ?? DEFAULT_POLICY.errorMaxAgeSeconds,
    maxCompleteAgeSeconds: given["max-complete-age"] ?? DEFAULT_POLICY.maxCompleteAgeSeconds
  };
}

// src/disk/files.ts
function filesIn(directory) {
  return {
    cache: new CacheStore(directory),
    lock: new LockStore(directory),
    prepare: () => ensureDirectory(directory),
    exclusively: (waitMs, body) => withMutex(directory, waitMs, body)
  };
}

// src/core/http-message.ts
var STATUS_LINE = /^HTTP\/\d(?:\.\d)? (?<status>\d{3})(?: [^\r\n]*)?\r?(?:\n|$)/;
var HEADER_LINE = /^(?<line>[^\n]*?)\r?(?:\n|$)/;
var RETRY_AFTER = /^retry-after[ \t]*:/i;
function parseHttpMessage(text3) {
  let last = null;
  for (let rest = text3; ; ) {
    const statusLine = STATUS_LINE.exec(rest);
    if (statusLine === null) return last;
    last = readMessage(Number(statusLine.groups?.["status"]), rest.slice(statusLine[0].length));
    rest = last.body;
  }
}
function readMessage(status, text3) {
  let retryAfter = null;
  let rest = text3;
  while (rest !== "") {
    const [whole = "", line = ""] = HEADER_LINE.exec(rest) ?? [];
    rest = rest.slice(whole.length);
    if (line === "") break;
    if (RETRY_AFTER.test(line)) retryAfter ??= line.slice(line.indexOf(":") + 1).trim();
  }
  return { status, retryAfter, body: rest };
}

// src/core/response.ts
var MAX_RESPONSE_BYTES = 64 * 1024;
var BOM = [239, 187, 191];
function withoutBom(bytes) {
  return BOM.every((byte, n) => bytes[n] === byte) ? bytes.subarray(BOM.length) : bytes;
}
function bodyOf(bytes) {
  const body = decoded(bytes);
  if (withoutBom(bytes).length <= MAX_RESPONSE_BYTES) return body;
  return { ...body, fault: `larger than ${MAX_RESPONSE_BYTES / 1024} KiB` };
}
function decoded(bytes) {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), fault: null };
  } catch {
    return { text: new TextDecoder().decode(bytes), fault: "not UTF-8" };
  }
}
function parseResponse({ text: text3, fault }) {
  if (fault !== null) return { rejected: fault };
  if (isNestedDeeperThan(text3, MAX_RESPONSE_DEPTH))
    return { rejected: `nested deeper than ${MAX_RESPONSE_DEPTH} levels` };
  let response;
  try {
    response = parseExact(text3);
  } catch {
    return { rejected: "not JSON" };
  }
  if (!isJsonObject(response)) return { rejected: "not a JSON object" };
  const recognised = RECOGNISED_KEYS.some((key) => Object.hasOwn(response, key));
  const error = member(response, "error");
  if (!recognised && isJsonObject(error)) {
    const type = member(error, "type");
    return { rejected: "an API error, not a usage response", errorType: typeof type === "string" ? type : null };
  }
  const found = unholdable(response);
  if (found !== null) return { rejected: `${found} cannot be stored` };
  if (!recognised && Object.keys(response).length > 0) return { rejected: "not a usage response: no key of one" };
  return { response };
}

// src/core/fetch-outcome.ts
var MAX_FETCH_BYTES = 128 * 1024;
var CURL_TIMEOUT = 28;
var CURL_HTTP_ERROR = 22;
var NO_CREDENTIALS = 77;
var NOT_RUN = [126, 127];
function clearsCache({ error }) {
  return error === "Unauthorized" || error === "Forbidden";
}
function outcomeOfCommand(output, exit2) {
  if (exit2 === NO_CREDENTIALS) return { kind: "no-credentials" };
  if (typeof exit2 === "number" && NOT_RUN.includes(exit2)) return { kind: "not-run" };
  return outcomeOfOutput(output, exit2);
}
function outcomeOfOutput(printed, exit2) {
  const output = withoutBom(printed).subarray(0, MAX_FETCH_BYTES);
  const message = parseHttpMessage(new TextDecoder("latin1").decode(output));
  if (message === null) return outcomeOfBody({ status: 200, retryAfter: null }, output, exit2, exit2 === 0);
  return outcomeOfBody(message, output.subarray(output.length - message.body.length), exit2);
}
function outcomeOfBody({ status, retryAfter }, bytes, exit2, hasMessage = status !== 0) {
  const failure = (error) => ({
    kind: "failure",
    error,
    retryAfter: error === "RateLimited" ? retryAfter : null
  });
  if (exit2 === "timeout" || exit2 === CURL_TIMEOUT) return failure("Timeout");
  if (!hasMessage) return failure("NetworkError");
  const body = bodyOf(bytes);
  const isWhole = exit2 === 0 || exit2 === CURL_HTTP_ERROR;
  const isSuccess = status >= 200 && status < 300;
  const parsed = isSuccess || status === 403 ? parseResponse(body) : null;
  const spoken = isSuccess && parsed !== null ? spokenStatus(parsed) : null;
  if (!isSuccess || spoken !== null) return failure(errorOfStatus(spoken ?? status, body, parsed, isWhole));
  if (parsed !== null && "response" in parsed) return { kind: "data", data: dataFromResponse(parsed.response) };
  return exit2 === 0 ? { ...failure("ParseError"), rejected: parsed?.rejected ?? "" } : failure("NetworkError");
}
function errorOfStatus(status, body, parsed, isWhole) {
  switch (status) {
    case 401:
      return "Unauthorized";
    case 403:
      if (errorType(parsed) === "permission_error") return "Forbidden";
      return body.text.trim() === "" && isWhole ? "Forbidden" : "NetworkError";
    case 429:
      return "RateLimited";
    default:
      return "NetworkError";
  }
}
var STATUS_BY_ERROR_TYPE = {
  rate_limit_error: 429,
  authentication_error: 401,
  permission_error: 403
};
function spokenStatus(parsed) {
  const type = errorType(parsed);
  return type !== null && Object.hasOwn(STATUS_BY_ERROR_TYPE, type) ? STATUS_BY_ERROR_TYPE[type] ?? null : null;
}
function errorType(parsed) {
  return parsed !== null && "rejected" in parsed ? parsed.errorType ?? null : null;
}

// src/disk/lease.ts
var STORE_WAIT_MS = 5e3;
var LOOK_WAIT_MS = 1e3;
function takeClaim(files, clock, request) {
  const seen = look(files.cache, () => files.lock.read(), clock, request);
  if (!seen.wanted) return { result: "unwanted", decision: seen.decision };
  files.prepare();
  return files.exclusively(0, (mutex) => {
    if (mutex.state === "busy") return { result: "busy" };
    if (mutex.state === "unavailable") return { result: "unavailable", why: withoutLocks(mutex.why) };
    const { wanted, decision, state, nowMs } = look(files.cache, () => files.lock.readUnderMutex(), clock, request);
    if (!wanted) return { result: "unwanted", decision };
    files.lock.leave(lockOfClaim(state(), request.token, request.leaseSeconds, nowMs));
    return { result: "won" };
  });
}
function look(cache, readLock, { now }, { policy, force, credentialsMtimeMs }) {
  const nowMs = now();
  const entry = cache.read(nowMs);
  let read;
  const lock2 = () => {
    if (read === void 0) read = lockWithCredentialsOf(readLock(), credentialsMtimeMs);
    return read;
  };
  const state = () => readLockState(lock2(), nowMs, () => dataCachedAtMs(entry));
  const decision = decide(entry, lock2, nowMs, policy);
  return { wanted: force ? !state().fetching : decision.refresh, decision, state, nowMs };
}
function leaseLeftMs(files, clock, token) {
  const leftMs = ({ lock: lock2, mtimeMs, fileSystemNowMs: fileSystemNowMs2 = clock.now() }) => lock2.lease === null ? 0 : mtimeMs + lock2.lease * 1e3 - fileSystemNowMs2;
  return underClaim(files, clock, token, leftMs, { waitMs: LOOK_WAIT_MS, ifBusy: () => null });
}
function releaseClaim(files, clock, token) {
  const release2 = ({ lock: lock2 }) => {
    files.lock.leave(lockAfterRelease(lock2));
    return true;
  };
  return underClaim(files, clock, token, release2) ?? false;
}
function storeUnderClaim(files, clock, token, outcome) {
  const storeOwn = (file) => {
    store(files, clock, outcome, file, true);
    return true;
  };
  return underClaim(files, clock, token, storeOwn) ?? false;
}
function storeWithoutClaim(files, clock, outcome) {
  store(files, clock, outcome, files.lock.readUnderMutex(), false);
}
var FOR_A_STORE = {
  waitMs: STORE_WAIT_MS,
  ifBusy: ({ file }) => {
    throw new StoreError("EBUSY", `another process holds ${file}`);
  }
};
function underClaim(files, { now }, token, act, { waitMs, ifBusy } = FOR_A_STORE) {
  const seen = files.lock.read()?.lock;
  if (seen === void 0 || seen === "legacy" || seen.claim !== token) return null;
  return files.exclusively(waitMs, (mutex) => {
    if (mutex.state === "busy") return ifBusy(mutex);
    if (mutex.state === "unavailable") throw withoutLocks(mutex.why);
    const file = files.lock.readUnderMutex();
    return isHeldBy(file, token, now()) ? act(file) : null;
  });
}
function store(files, clock, outcome, file, isOwn) {
  if (outcome.kind === "data") storeData(files, clock, outcome.data, isOwn ? null : file);
  else storeFailure(files, clock, outcome, file);
}
function storeData(files, { now }, data, beside) {
  const nowMs = now();
  files.cache.write(CachedUsage.withData(data, nowMs));
  files.lock.leave(lockAfterUnblock(beside, nowMs), { keepLease: beside });
}
function storeFailure(files, { now, random }, failure, file) {
  const nowMs = now();
  const state = readLockState(file, nowMs, () => files.cache.dataCachedAtMs(nowMs));
  const wanted = blockAfter({ ...failure, failures: state.failures }, nowMs, random());
  files.lock.leave(lockAfterFailure(state, wanted));
  if (clearsCache(failure)) files.cache.clear();
}
function withoutLocks(why) {
  return new StoreError(why.code, `${why.message}; no claim can be made here: set another USAGE_STORE_ROOT`, {
    cause: why
  });
}

// src/commands/claim-request.ts
init_temp_name();
function requestClaim(files, context, given, { leaseSeconds, force }) {
  const token = randomToken();
  const credentialsMtimeMs = credentialsMtime(given);
  const policy = policyOf(given);
  const claimed = takeClaim(files, context, { policy, force: force === true, token, leaseSeconds, credentialsMtimeMs });
  if (claimed.result === "unavailable") throw claimed.why;
  return claimed.result === "won" ? { token } : claimed;
}
function credentialsMtime({ "release-on": file }) {
  return () => file === void 0 ? null : mtimeOf(file);
}
function exitOfLost(lost, ifFresh) {
  if (lost.result === "busy") return ExitCode.no;
  const { state, fetching } = lost.decision;
  if (state === "fresh") return ifFresh;
  if (fetching) return ExitCode.no;
  return state === "backoff" || state === "blocked" ? ExitCode.blocked : ExitCode.no;
}

// src/commands/claim.ts
var DEFAULT_LEASE_SECONDS = 30;
var claim = command({
  name: "claim",
  summary: "take the right to fetch: prints a token if a refresh is wanted and nobody is fetching",
  details: "One process at a time holds it, until record --claim TOKEN or release TOKEN, or until its lease runs out. Exit 1 when\nnothing is to be fetched or somebody else is fetching, 4 in a back-off.",
  options: {
    lease: positiveDuration("how long the claim holds if its holder dies; default 30s, at most 1d"),
    force: flag("ignore freshness and back-off, but not the claim of another"),
    ...DECISION_OPTIONS
  },
  run(given, context) {
    const { lease = DEFAULT_LEASE_SECONDS, force } = given;
    const files = filesIn(context.directory());
    const claimed = requestClaim(files, context, given, { leaseSeconds: Math.min(lease, MAX_BLOCK_SECONDS), force });
    if ("token" in claimed) {
      if (isPrinted(context, `${claimed.token}
`)) return ExitCode.done;
      releaseClaim(files, context, claimed.token);
      return ExitCode.no;
    }
    return exitOfLost(claimed, ExitCode.no);
  }
});
function isPrinted({ print }, text3) {
  try {
    return print(text3);
  } catch {
    return false;
  }
}

// src/commands/clear.ts
var clear = command({
  name: "clear",
  summary: "remove the cached usage",
  details: "Fine when nothing is cached. Leaves the lock alone.",
  options: {},
  run(_options, context) {
    const directory = context.directory();
    underMutex(directory, () => new CacheStore(directory).clear());
    return ExitCode.done;
  }
});

// src/render/document.ts
function decisionDocument(decision, nowMs) {
  const { entry, activeBlock } = decision;
  const data = decision.served ? entry?.data ?? null : null;
  return {
    state: decision.state,
    refresh: decision.refresh,
    fetching: decision.fetching,
    cached_at: entry === null ? null : formatInstant(entry.cachedAtMs),
    age_seconds: decision.ageSeconds,
    miss: decision.miss,
    error: entry?.error == null ? null : { code: entry.error.code },
    lock: activeBlock === null ? null : blockMembers(activeBlock, nowMs),
    data,
    windows: windowsDocument(decision.windows)
  };
}
function lockDocument(state, nowMs) {
  const { active, fetching, leaseEnds, failures } = state;
  const block2 = leaseEnds === null ? state.block : { blockedUntil: leaseEnds, error: null };
  const members = block2 === null ? { blocked_until: null, retry_in_seconds: 0, error: null } : blockMembers(block2, nowMs);
  return { active, fetching, ...members, ...active ? {} : { retry_in_seconds: 0 }, failures };
}
function blockMembers({ blockedUntil, error }, nowMs) {
  return { blocked_until: blockedUntil, retry_in_seconds: secondsBetween(nowMs, blockedUntil * 1e3), error };
}
function windowsDocument({ buckets, scoped }) {
  const members = [...buckets].map(([name, window]) => [name, windowMembers(window)]);
  if (scoped.size > 0)
    members.push(["scoped", Object.fromEntries([...scoped].map(([name, window]) => [name, windowMembers(window)]))]);
  return Object.fromEntries(members);
}
function windowMembers(window) {
  return {
    percent: window.percent,
    ...window.resetPassed ? { last_percent: window.lastPercent } : {},
    resets_at: window.resetsAt,
    resets_in_seconds: window.resetsInSeconds,
    reset_passed: window.resetPassed,
    pace: window.pace === null ? null : roundTo(window.pace, 1),
    runs_out_in_seconds: window.runsOutInSeconds
  };
}

// src/render/shell.ts
function renderPosix(decision, nowMs) {
  return variables(decision, nowMs).map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'
`).join("");
}
function renderFish(decision, nowMs) {
  return variables(decision, nowMs).map(([name, value]) => `set -g ${name} '${value.replace(TO_ESCAPE, fishEscape)}'
`).join("");
}
var TO_ESCAPE = new RegExp("(\\P{ASCII}?)([\\\\'])", "gu");
function fishEscape(_, before, character) {
  return before === "" ? `\\${character}` : `${before}'\\${character}'`;
}
function variables(decision, nowMs) {
  const { activeBlock, entry, windows } = decision;
  const retryIn = activeBlock === null ? null : secondsBetween(nowMs, activeBlock.blockedUntil * 1e3);
  return [
    ["usage_state", decision.state],
    ["usage_age", decision.served ? text2(decision.ageSeconds) : ""],
    ["usage_error", plainText(activeBlock?.error ?? entry?.error?.code ?? "")],
    ["usage_retry_in", text2(retryIn)],
    ["usage_scoped", scopedWords(windows)],
    ...BUCKET_NAMES.flatMap((name) => windowVariables(`usage_${name}`, windows.buckets.get(name)))
  ];
}
function windowVariables(name, window) {
  return [
    [name, percentText(window)],
    [`${name}_resets_in`, text2(window?.resetsInSeconds)],
    [`${name}_pace`, text2(window?.pace == null ? null : roundTo(window.pace, 0))],
    [`${name}_runs_out_in`, text2(window?.runsOutInSeconds)]
  ];
}
function scopedWords({ scoped }) {
  const words = /* @__PURE__ */ new Map();
  const uniqueName = uniqueNames(words);
  for (const [name, window] of scoped) {
    const reduced = name.replace(/[^A-Za-z0-9._-]/g, "");
    if (reduced !== "") words.set(uniqueName(reduced), percentText(window));
  }
  return [...words].map(([name, percent]) => `${name}=${percent}`).join(" ");
}
function percentText(window) {
  return text2(window?.percent == null ? null : wholePercent(window.percent));
}
function text2(value) {
  return value == null ? "" : String(value);
}

// src/disk/descriptors.ts
var import_node_fs8 = require("node:fs");
var O_CLOEXEC = 524288;
function closeInheritedDescriptors() {
  try {
    for (const name of (0, import_node_fs8.readdirSync)("/proc/self/fdinfo")) closeIfInherited(Number(name));
  } catch {
    return;
  }
}
function closeIfInherited(fd) {
  try {
    const flags = /^flags:\s+(\d+)/m.exec((0, import_node_fs8.readFileSync)(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1];
    if (fd > 2 && flags !== void 0 && (Number.parseInt(flags, 8) & O_CLOEXEC) === 0) (0, import_node_fs8.closeSync)(fd);
  } catch {
  }
}

// src/process/background.ts
function startInBackground(args) {
  closeInheritedDescriptors();
  const { spawn } = process.getBuiltinModule("node:child_process");
  const { isSea } = process.getBuiltinModule("node:sea");
  const self = isSea() ? [] : [...process.execArgv, process.argv[1] ?? ""];
  try {
    spawn(process.execPath, [...self, ...args], { detached: true, stdio: "ignore", windowsHide: true });
  } catch {
    return;
  }
}

// src/disk/on-path.ts
var import_node_fs9 = require("node:fs");
var import_node_path7 = require("node:path");
function isOnPath(name) {
  return (process.env["PATH"] ?? "").split(import_node_path7.delimiter).some((directory) => (0, import_node_fs9.existsSync)((0, import_node_path7.join)(directory, name)));
}

// src/process/shell.ts
function shellCommand(line) {
  if (process.platform !== "win32" || isOnPath("sh.exe")) return ["sh", "-c", line];
  return [process.env["ComSpec"] ?? "cmd.exe", "/d", "/s", "/c", line];
}

// src/disk/stdio.ts
var import_node_fs10 = require("node:fs");
var STDIN = 0;
var STDOUT = 1;
var STDERR = 2;
var CHUNK_BYTES = 64 * 1024;
var RETRY_PAUSE_MS = 2;
var A_LITTLE_MORE = 4;
function writeStdout(text3) {
  try {
    writeAll(STDOUT, text3);
    return true;
  } catch (error) {
    if (isErrno(error, "EPIPE")) return false;
    throw cacheError("persist", "stdout", error);
  }
}
function writeStderr(text3) {
  try {
    writeAll(STDERR, text3);
  } catch {
    return;
  }
}
function isTerminal(fd) {
  try {
    return (0, import_node_fs10.fstatSync)(fd).isCharacterDevice() && process.getBuiltinModule("node:tty").isatty(fd);
  } catch {
    return false;
  }
}
function readStdin(maxBytes) {
  return readAll(maxBytes + A_LITTLE_MORE);
}
function readAll(maxBytes) {
  const chunks = [];
  for (let left = maxBytes; left > 0; ) {
    const chunk = Buffer.allocUnsafe(Math.min(left, CHUNK_BYTES));
    const length = readOnce(chunk);
    if (length === 0) break;
    chunks.push(chunk.subarray(0, length));
    left -= length;
  }
  return Buffer.concat(chunks);
}
function readOnce(chunk) {
  try {
    return again(() => (0, import_node_fs10.readSync)(STDIN, chunk, 0, chunk.length, null));
  } catch (error) {
    if (isErrno(error, "EOF")) return 0;
    throw cacheError("io", "stdin", error);
  }
}
function writeAll(fd, text3) {
  let bytes = Buffer.from(text3);
  while (bytes.length > 0) {
    const written = again(() => (0, import_node_fs10.writeSync)(fd, bytes));
    bytes = bytes.subarray(written);
  }
}
function again(call) {
  for (; ; ) {
    try {
      return call();
    } catch (error) {
      if (!isErrno(error, "EAGAIN")) throw error;
      pause(RETRY_PAUSE_MS);
    }
  }
}

// src/process/signals.ts
var ENDING = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2", "SIGALRM", "SIGXCPU"];
function holdSignals() {
  let first = null;
  const held = {
    onSignal() {
    },
    async passOn() {
      await new Promise(setImmediate);
      for (const signal of ENDING) process.removeListener(signal, receive);
      if (first !== null) die(first);
    }
  };
  const receive = (signal) => {
    first ??= signal;
    held.onSignal(signal);
  };
  for (const signal of ENDING) process.on(signal, receive);
  return held;
}
function die(signal) {
  process.kill(process.pid, signal);
  pause(1e3);
  process.exit(exitOfSignal(signal));
}
function exitOfSignal(signal) {
  return 128 + process.getBuiltinModule("node:os").constants.signals[signal];
}

// src/process/run-command.ts
var GRACE_MS = 1e3;
function runCommand(command2, limits2) {
  return new Promise((resolve2) => {
    const child = start(command2, limits2);
    if ("failed" in child) return resolve2({ started: false, code: child.failed });
    const stdout = keep(child.stdout, limits2.keepBytes);
    const stderr = keep(child.stderr, limits2.keepBytes);
    let ended = null;
    let exited = false;
    let grace;
    const settle = (exit2) => {
      clearTimeout(timer);
      clearTimeout(grace);
      for (const stream of [child.stdout, child.stderr]) stream?.destroy();
      resolve2({ started: true, exit: exit2, ended, stdout: stdout.bytes(), stderr: stderr.bytes() });
    };
    const end = (why) => {
      if (ended !== null || exited) return;
      ended = why;
      killGroup(child, "SIGTERM");
      grace = setTimeout(() => {
        killGroup(child, "SIGKILL");
        grace = setTimeout(() => settle(exitOfSignal("SIGKILL")), GRACE_MS);
      }, GRACE_MS);
    };
    const timer = setTimeout(() => setImmediate(() => end("timeout")), limits2.timeoutMs);
    limits2.signals.onSignal = end;
    child.on("error", (error) => {
      if (child.pid === void 0) {
        clearTimeout(timer);
        resolve2({ started: false, code: error.code ?? "ENOENT" });
      }
    });
    child.on("exit", (code, signal) => {
      exited = true;
      if (ended !== null) killGroup(child, "SIGKILL");
      const exit2 = code ?? exitOfSignal(signal ?? "SIGKILL");
      whenQuiet(
        () => stdout.seen() + stderr.seen(),
        limits2.keepBytes,
        () => settle(exit2)
      );
    });
  });
}
function start([file = "", ...args], { keepStderr }) {
  const windows = process.platform === "win32";
  const options3 = {
    // A session of its own, so that its group can be ended as a whole.
    detached: !windows,
    stdio: ["ignore", "pipe", keepStderr ? "pipe" : "ignore"],
    windowsHide: true
  };
  const cmd = windows && args.slice(0, 3).join(" ") === "/d /s /c";
  const given = cmd ? [...args.slice(0, 3), `"${args.slice(3).join(" ")}"`] : args;
  try {
    const { spawn } = process.getBuiltinModule("node:child_process");
    return spawn(file, given, { ...options3, windowsVerbatimArguments: cmd });
  } catch (error) {
    return { failed: error.code ?? "EINVAL" };
  }
}
function keep(stream, keepBytes) {
  const chunks = [];
  let seen = 0;
  stream?.on("data", (chunk) => {
    if (seen < keepBytes) chunks.push(chunk.subarray(0, keepBytes - seen));
    seen += chunk.length;
  });
  stream?.on("error", () => {
  });
  return { seen: () => seen, bytes: () => Buffer.concat(chunks) };
}
function whenQuiet(seen, enough, then) {
  let before = -1;
  let quietTurns = 0;
  const turn = () => {
    quietTurns = seen() === before ? quietTurns + 1 : 0;
    before = seen();
    if (quietTurns === 2 || before > 2 * enough) then();
    else setImmediate(turn);
  };
  setImmediate(turn);
}
function killGroup({ pid }, signal) {
  if (pid === void 0) return;
  try {
    if (process.platform === "win32") {
      const { spawnSync } = process.getBuiltinModule("node:child_process");
      spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"], { windowsHide: true });
    } else process.kill(-pid, signal);
  } catch {
    return;
  }
}

// src/commands/refresh.ts
var DEFAULT_TIMEOUT_SECONDS = 10;
var LEASE_MARGIN_SECONDS = 5;
var MIN_LEASE_SECONDS = 15;
var MAX_TIMEOUT_SECONDS = MAX_BLOCK_SECONDS - LEASE_MARGIN_SECONDS;
var TIMEOUT_OPTION = positiveDuration("how long COMMAND may take; default 10s, at most a day");
function timeoutSeconds(given) {
  return Math.min(given ?? DEFAULT_TIMEOUT_SECONDS, MAX_TIMEOUT_SECONDS);
}
function leaseSecondsFor(timeout) {
  return Math.max(timeout + LEASE_MARGIN_SECONDS, MIN_LEASE_SECONDS);
}
var refresh = command({
  name: "refresh",
  takesCommand: true,
  summary: "run COMMAND if a refresh is wanted and nobody else is at it, and record what it fetched",
  details: "COMMAND prints an HTTP message as curl -sS -i does, or the body of a 200. Its exit status is taken for that of curl;\n77 says that there are no credentials. Exit 0: the cache is fresh now, or was; 1: somebody is fetching, or the fetch\nfailed and its back-off is recorded; 4: a back-off is running.",
  options: {
    timeout: TIMEOUT_OPTION,
    force: flag("ignore freshness and back-off, but not the claim of another"),
    claim: text("TOKEN", "work under a claim that holds, instead of deciding"),
    ...DECISION_OPTIONS
  },
  async run(given, context, words) {
    exclusive({ claim: given.claim, force: given.force });
    const files = filesIn(context.directory());
    const signals = holdSignals();
    try {
      const claimed = theClaim(files, context, given);
      return typeof claimed === "number" ? claimed : await fetchAndStore(files, context, { words, signals, ...claimed });
    } finally {
      await signals.passOn();
    }
  }
});
function theClaim(files, context, given) {
  const timeout = timeoutSeconds(given.timeout);
  if (given.claim !== void 0) {
    const leftMs = leaseLeftMs(files, context, given.claim);
    if (leftMs === null || leftMs <= GRACE_MS) return ExitCode.no;
    return { token: given.claim, timeoutMs: Math.min(timeout * 1e3, leftMs - GRACE_MS), own: false };
  }
  const claimed = requestClaim(files, context, given, { leaseSeconds: leaseSecondsFor(timeout), force: given.force });
  if ("token" in claimed) return { token: claimed.token, timeoutMs: timeout * 1e3, own: true };
  return exitOfLost(claimed, given.force === true ? ExitCode.no : ExitCode.done);
}
async function fetchAndStore(files, context, fetch) {
  const ran = await runCommand(fetch.words, {
    timeoutMs: fetch.timeoutMs,
    keepBytes: MAX_FETCH_BYTES + A_LITTLE_MORE,
    keepStderr: isTerminal(STDERR),
    signals: fetch.signals
  });
  return conclude(files, context, fetch, ran);
}
function conclude(files, context, { words, token, own }, ran) {
  if (ran.started && ran.ended !== null && ran.ended !== "timeout") {
    releaseClaim(files, context, token);
    return ExitCode.no;
  }
  const outcome = outcomeOf(ran);
  if (ran.started && (ran.ended !== null || ran.exit !== 0)) context.printError(shown(ran.stderr));
  if (outcome.kind === "not-run" || outcome.kind === "no-credentials") {
    if (own) releaseClaim(files, context, token);
    if (outcome.kind === "no-credentials") return ExitCode.no;
    throw notRun(words, ran);
  }
  if (!storeUnderClaim(files, context, token, outcome)) return ExitCode.no;
  if (outcome.kind === "data") return ExitCode.done;
  if (outcome.rejected === void 0) return ExitCode.no;
  throw StoreError.tagged("BAD_INPUT", `what ${words[0]} printed: ${outcome.rejected}`);
}
function outcomeOf(ran) {
  if (!ran.started) return { kind: "not-run" };
  return outcomeOfCommand(ran.stdout, ran.ended === null ? ran.exit : "timeout");
}
function notRun([file = ""], ran) {
  if (!ran.started) return new StoreError(ran.code, `cannot run ${file}`);
  return StoreError.tagged("NOT_RUN", `${file} could not run its command: exit ${ran.exit}`);
}
function shown(stderr) {
  const lines = stderr.toString("utf8").replaceAll("	", " ").split("\n").map(plainText);
  const text3 = lines.join("\n");
  return text3 === "" || text3.endsWith("\n") ? text3 : `${text3}
`;
}

// src/commands/background-refresh.ts
function starter(files, context, given, line) {
  let last = "lost";
  return () => {
    if (last === "lost") last = startOnce(files, context, given, line);
    return last;
  };
}
function startOnce(files, context, given, line) {
  const timeout = timeoutSeconds(given.timeout);
  try {
    const claimed = requestClaim(files, context, given, { leaseSeconds: leaseSecondsFor(timeout) });
    if (!("token" in claimed)) return "lost";
    const options3 = [`--claim=${claimed.token}`, `--timeout=${timeout}`];
    startInBackground([...context.rootArguments, "refresh", ...options3, "--", ...shellCommand(line)]);
    return "started";
  } catch (error) {
    if (error instanceof StoreError) return "impossible";
    throw error;
  }
}
var POLL_MS = 20;
function waitForRefresh(look2, start2, waitMs) {
  const deadlineMs = performance.now() + waitMs;
  let started = "lost";
  for (; ; ) {
    const seen = look2();
    const { served, refresh: refresh2, fetching } = seen.decision;
    const over = started !== "lost";
    if (served || (refresh2 ? over : !fetching)) return seen;
    if (refresh2) started = start2();
    const leftMs = deadlineMs - performance.now();
    if (started === "impossible" || leftMs <= 0) return seen;
    pause(Math.min(POLL_MS, leftMs));
  }
}

// src/commands/get.ts
var options2 = {
  json: flag("print one JSON object (the default)"),
  wire: flag("print the endpoint's response as it came in"),
  field: fieldPaths("print the value at PATH, such as five_hour.percent; repeatable"),
  default: text("TEXT", "what --field prints for a value that is absent or null"),
  shell: flag("print assignments for sh, bash and zsh, safe to eval"),
  fish: flag("print the same for fish"),
  "fresh-only": flag("serve nothing that is stale"),
  ok: flag("exit 0 where it would be 1 or 4"),
  refresh: text("COMMAND", "when a refresh is wanted and nobody is at it, run COMMAND in the background (see refresh)"),
  timeout: TIMEOUT_OPTION,
  wait: duration("with nothing to serve, wait for a refresh under way, that long at most; goes with --refresh"),
  ...DECISION_OPTIONS
};
var get = command({
  name: "get",
  summary: "print the cached usage, and whether a refresh is wanted",
  details: "PATH is dotted; a dot inside a name is \\. and a whole number is an index. Its first name is looked up in the JSON\nobject, then in windows, then in data, then in data.unknown_buckets.",
  options: options2,
  run(given, context) {
    const output = exclusive({
      json: given.json,
      wire: given.wire,
      field: given.field,
      shell: given.shell,
      fish: given.fish
    });
    if (given.default !== void 0 && output !== "field") throw usageError("--default goes with --field");
    for (const name of ["timeout", "wait"])
      if (given[name] !== void 0 && given.refresh === void 0) throw usageError(`--${name} goes with --refresh`);
    if (given.refresh?.trim() === "") throw usageError("--refresh needs a COMMAND");
    const files = filesIn(context.directory());
    const exact = output !== "shell" && output !== "fish";
    const credentialsMtimeMs = credentialsMtime(given);
    const look2 = () => {
      const nowMs2 = context.now();
      const readLock = () => lockWithCredentialsOf(files.lock.read(), credentialsMtimeMs);
      const decision2 = decide(files.cache.read(nowMs2, exact), readLock, nowMs2, policyOf(given));
      return {
        nowMs: nowMs2,
        decision: given["fresh-only"] === true && decision2.state !== "fresh" ? withheld(decision2) : decision2
      };
    };
    const start2 = given.refresh === void 0 ? () => "impossible" : starter(files, context, given, given.refresh);
    const waitMs = (given.wait ?? 0) * 1e3;
    const { decision, nowMs } = waitMs > 0 ? waitForRefresh(look2, start2, waitMs) : look2();
    const { text: printed, complete } = render(output ?? "json", decision, nowMs, given);
    context.print(printed);
    if (decision.refresh) start2();
    if (given.ok === true) return ExitCode.done;
    if (decision.served) return complete ? ExitCode.done : ExitCode.no;
    return decision.state === "blocked" || decision.state === "backoff" ? ExitCode.blocked : ExitCode.no;
  }
});
function render(output, decision, nowMs, given) {
  const whole = (printed) => ({ text: printed, complete: true });
  switch (output) {
    case "shell":
      return whole(renderPosix(decision, nowMs));
    case "fish":
      return whole(renderFish(decision, nowMs));
    case "wire":
      return whole(decision.served ? `${jsonText(responseFromData(decision.entry?.data ?? {}))}
` : "");
    case "json":
      return whole(`${jsonText(decisionDocument(decision, nowMs))}
`);
    case "field":
      return renderFields(decisionDocument(decision, nowMs), given.field ?? [], given.default);
  }
}
function withheld(decision) {
  return { ...decision, served: false, windows: NO_WINDOWS };
}

// src/commands/lock.ts
var lock = command({
  name: "lock",
  summary: "print the back-off as JSON; exit 4 when it is active",
  options: {},
  run(_options, { directory, now, print }) {
    const root = directory();
    const nowMs = now();
    const state = readLockState(new LockStore(root).read(), nowMs, () => new CacheStore(root).dataCachedAtMs(nowMs));
    print(`${jsonText(lockDocument(state, nowMs))}
`);
    return state.active ? ExitCode.blocked : ExitCode.done;
  }
});

// src/commands/path.ts
var VIEW_FILE = "usage.view";
var path = command({
  name: "path",
  summary: "print the paths of the directory and its files",
  details: "A name and a path a line: root, cache, lock, mutex, view. They need not exist.",
  options: {},
  run(_options, { directory, print }) {
    const root = directory();
    const files = Object.entries({ cache: CACHE_FILE, lock: LOCK_FILE, mutex: MUTEX_FILE, view: VIEW_FILE });
    const lines = [`root ${root}`, ...files.map(([name, file]) => `${name} ${root}/${file}`)];
    print(lines.map((line) => `${forwardSlashes(line)}
`).join(""));
    return ExitCode.done;
  }
});

// src/commands/put.ts
var put = command({
  name: "put",
  summary: "store the endpoint's response, read from stdin",
  details: "The response is a JSON object of at most 64 KiB with a key of a usage response, or an empty one.",
  options: {
    at: instant("the response is of that time (RFC 3339 or Unix seconds); exit 1 if what is stored is newer"),
    error: errorCode("store an error entry instead; reads no stdin")
  },
  run({ at, error }, context) {
    exclusive({ at, error });
    if (at !== void 0 && at > context.now()) throw usageError("--at lies in the future");
    const directory = context.directory();
    const data = error === void 0 ? readResponse(context) : null;
    const store2 = new CacheStore(directory);
    ensureDirectory(directory);
    return underMutex(directory, () => {
      const nowMs = context.now();
      const stored = at === void 0 ? null : store2.read(nowMs);
      if (at !== void 0 && stored !== null && !isMiss(stored) && stored.cachedAtMs > at) return ExitCode.no;
      store2.write(data === null ? CachedUsage.withError(error ?? "", nowMs) : CachedUsage.withData(data, at ?? nowMs));
      return ExitCode.done;
    });
  }
});
function readResponse(context) {
  const result = parseResponse(bodyOf(context.readStdin(MAX_RESPONSE_BYTES)));
  if ("rejected" in result) throw StoreError.tagged("BAD_INPUT", `stdin: ${result.rejected}`);
  return dataFromResponse(result.response);
}

// src/commands/record.ts
var record = command({
  name: "record",
  summary: "store what a fetch brought, read from stdin: the response, or the back-off that it calls for",
  details: "stdin is an HTTP message as curl -sS -i prints it, or the body of a 200. Exit 0 also when it tells of a failure: the\nback-off is recorded. Exit 5 for a success that is no usage response.",
  options: {
    claim: text("TOKEN", "only if that claim still holds; otherwise exit 1, and nothing is changed"),
    status: number("N", "stdin is the body alone of a response with this status; 000 is curl's for none"),
    "retry-after": text("VALUE", "and with this Retry-After header; goes with --status"),
    "curl-exit": number("N", "the exit status of the curl that ran; 28 is a timeout")
  },
  run({ claim: claim2, status, "retry-after": retryAfter, "curl-exit": exit2 = 0 }, context) {
    if (retryAfter !== void 0 && status === void 0) throw usageError("--retry-after goes with --status");
    const directory = context.directory();
    const files = filesIn(directory);
    const input = context.readStdin(MAX_FETCH_BYTES);
    const outcome = status === void 0 ? outcomeOfOutput(input, exit2) : outcomeOfBody({ status, retryAfter: retryAfter ?? null }, input, exit2);
    if (claim2 === void 0) {
      files.prepare();
      underMutex(directory, () => storeWithoutClaim(files, context, outcome));
    } else if (!storeUnderClaim(files, context, claim2, outcome)) return ExitCode.no;
    if (outcome.kind === "failure" && outcome.rejected !== void 0)
      throw StoreError.tagged("BAD_INPUT", `stdin: ${outcome.rejected}`);
    return ExitCode.done;
  }
});

// src/commands/release.ts
var release = command({
  name: "release",
  operands: ["TOKEN"],
  summary: "give a claim up; what stood in the lock before it stands there again",
  details: "Exit 1, and nothing is changed, when that claim does not hold any more.",
  options: {},
  run(_options, context, [token = ""]) {
    return releaseClaim(filesIn(context.directory()), context, token) ? ExitCode.done : ExitCode.no;
  }
});

// src/commands/unblock.ts
var unblock = command({
  name: "unblock",
  summary: "end the back-off",
  details: "Fine when there is none. A fetch that is under way stays under way.",
  options: {},
  run(_options, { directory, now }) {
    const root = directory();
    const store2 = new LockStore(root);
    underMutex(root, () => {
      const file = store2.readUnderMutex();
      store2.leave(lockAfterUnblock(file, now()), { keepLease: file });
    });
    return ExitCode.done;
  }
});

// src/command-table.ts
var COMMANDS = [
  get,
  refresh,
  put,
  clear,
  claim,
  record,
  release,
  lock,
  block,
  unblock,
  path
];
function findCommand(name) {
  return COMMANDS.find((command2) => command2.name === name);
}

// src/global-options.ts
var GLOBAL_OPTIONS = {
  root: text(
    "DIR",
    "the directory of the files; default $USAGE_STORE_ROOT, $XDG_CACHE_HOME/linesmith, ~/.cache/linesmith"
  ),
  profile: text("NAME", "a directory of its own below it, for several accounts; default $USAGE_STORE_PROFILE")
};
var TOP_OPTIONS = { ...GLOBAL_OPTIONS, version: flag("print the version, also -V") };

// src/help.ts
var HELP = { help: { help: "print this, also -h" } };
function renderHelp(commands) {
  return [
    "usage-store: the last answer of the Claude Code usage endpoint, on disk, for status lines and prompts\n",
    "usage: usage-store [OPTION…] COMMAND [OPTION…]\n",
    `commands:
${rows([...commands.map(({ name, summary }) => [name, summary]), ["help [COMMAND]", "print this, or a command's help"]])}`,
    `options:
${optionRows({ ...TOP_OPTIONS, ...HELP })}`,
    "A duration (DUR) is 90, 90s, 3m, 2h or 1d.\n",
    `exit codes:
${rows(Object.entries(EXIT_MEANINGS))}`
  ].join("\n");
}
function renderCommandHelp({ name, operands = [], takesCommand, summary, details, options: options3 }) {
  const words = takesCommand === true ? ["-- COMMAND [ARG…]"] : operands;
  return [
    `usage-store ${name}: ${summary}
`,
    `usage: usage-store ${[name, ...Object.keys(options3).length > 0 ? ["[OPTION…]"] : [], ...words].join(" ")}
`,
    ...details === void 0 ? [] : [`${details}
`],
    `options:
${optionRows({ ...options3, ...GLOBAL_OPTIONS, ...HELP })}`
  ].join("\n");
}
function optionRows(table) {
  return rows(Object.entries(table).map(([name, option]) => [optionForm(name, option), option.help]));
}
function optionForm(name, { placeholder }) {
  return placeholder === void 0 ? `--${name}` : `--${name} ${placeholder}`;
}
function rows(pairs) {
  const width = Math.max(...pairs.map(([left]) => left.length));
  return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}
`).join("");
}

// src/cli.ts
function run(argv, io) {
  try {
    const exit2 = dispatch(argv, io);
    return typeof exit2 === "number" ? exit2 : exit2.catch((error) => report(error, io));
  } catch (error) {
    return report(error, io);
  }
}
function report(error, io) {
  const { code, message } = error instanceof StoreError ? error : { code: "INTERNAL", message: `internal error: ${String(error)}` };
  io.printError(`usage-store: ${plainText(message)} (${code})
`);
  return exitCodeOf(code);
}
function dispatch(argv, io) {
  const top = parseArguments(argv, TOP_OPTIONS, true);
  if (top.options["version"] === true) return say(io, `usage-store ${io.version}
`);
  const [name, ...rest] = top.rest;
  if (top.helpWanted || name === void 0) return say(io, renderHelp(COMMANDS));
  if (name === "help") return help(rest, io);
  const command2 = knownCommand(name);
  const own = parseArguments(rest, { ...command2.options, ...GLOBAL_OPTIONS }, command2.takesCommand);
  if (own.helpWanted) return say(io, renderCommandHelp(command2));
  const operands = command2.takesCommand === true ? takenCommand(command2, own.rest) : takenOperands(command2, own.operands);
  const flags = { ...top.options, ...own.options };
  const context = {
    ...io,
    directory: () => resolveDirectory(flags, io.environment),
    rootArguments: rootArguments(flags)
  };
  return command2.run(own.options, context, operands);
}
function takenOperands({ name, operands: expected = [] }, given) {
  const stray = given[expected.length];
  if (stray !== void 0) throw usageError(`${name} takes no argument ${JSON.stringify(stray)}`);
  const missing = expected[given.length];
  if (missing !== void 0) throw usageError(`${name} needs ${missing}`);
  return given;
}
function takenCommand({ name }, given) {
  if ((given[0] ?? "") === "") throw usageError(`${name} needs -- COMMAND [ARG…]`);
  return given;
}
function rootArguments({ root, profile }) {
  return [...root === void 0 ? [] : [`--root=${root}`], ...profile === void 0 ? [] : [`--profile=${profile}`]];
}
function help(rest, io) {
  const { operands, helpWanted } = parseArguments(rest, GLOBAL_OPTIONS);
  const [name, stray] = operands;
  if (stray !== void 0) throw usageError("help takes one command");
  if (name === void 0 || name === "help" || helpWanted) return say(io, renderHelp(COMMANDS));
  return say(io, renderCommandHelp(knownCommand(name)));
}
function knownCommand(name) {
  const command2 = findCommand(name);
  if (command2 === void 0) throw usageError(`unknown command ${JSON.stringify(name)}: see usage-store help`);
  return command2;
}
function say(io, text3) {
  io.print(text3);
  return ExitCode.done;
}

// src/main.ts
var OLDEST_NODE = 24;
function main() {
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
    writeStderr(`usage-store: needs Node ${OLDEST_NODE} or later, this is ${process.versions.node} (NODE_VERSION)
`);
    return ExitCode.environment;
  }
  return run(process.argv.slice(2), {
    now: Date.now,
    random: Math.random,
    environment: process.env,
    readStdin,
    print: writeStdout,
    printError: writeStderr,
    version: "0.1.0"
  });
}
var exit = main();
if (typeof exit === "number") process.exit(exit);
else void exit.then((code) => process.exit(code));
