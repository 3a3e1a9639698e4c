// Reads a kAuth vault from docs/vault.md alone:
// node reader.mjs FILE passphrase|recovery|pin SECRET [DEVICE SECRET IN HEX]
import { readFileSync } from "node:fs";
import { createHash, createHmac } from "node:crypto";
import { xchacha20poly1305 } from "@noble/ciphers/chacha";
import { argon2id } from "@noble/hashes/argon2";
import { hkdf, expand } from "@noble/hashes/hkdf";
import { sha256 } from "@noble/hashes/sha2";

const [path, kind, secret, device] = process.argv.slice(2);
const file = readFileSync(path);

// bbolt, file format 2: the newer meta page, then trees of pages.
const number = (at) => Number(file.readBigUInt64LE(at));
const meta = (at) => ({ root: number(at + 32), tx: number(at + 64) });
const pageSize = file.readUInt32LE(16 + 8);
const [a, b] = [meta(0), meta(pageSize)];
function* walk(at) {
  const [flags, count] = [file.readUInt16LE(at + 8), file.readUInt16LE(at + 10)];
  for (let i = 0, e = at + 16; i < count; i++, e += 16) {
    if (flags === 1) yield* walk(number(e + 8) * pageSize);
    else {
      const name = e + file.readUInt32LE(e + 4), value = name + file.readUInt32LE(e + 8);
      yield [file.subarray(name, value), value, file.readUInt32LE(e + 12), file.readUInt32LE(e)];
    }
  }
}
function bucket(wanted) {
  for (const [name, value] of walk((a.tx > b.tx ? a : b).root * pageSize))
    if (name.toString() === wanted) {
      const root = number(value);
      return [...walk(root ? root * pageSize : value + 16)].map(([n, v, size]) => [n, file.subarray(v, v + size)]);
    }
}

// Envelopes: 1, nonce, ciphertext; the additional data is 1 and texts.
const u32 = (n) => { const x = Buffer.alloc(4); x.writeUInt32BE(n); return x; };
const text = (t) => Buffer.concat([u32(t.length), Buffer.from(t)]);
const open = (key, box, ...parts) => {
  if (box[0] !== 1) throw new Error("no envelope");
  const bound = Buffer.concat([Buffer.from([1]), ...parts.map((p) => text(Buffer.from(p)))]);
  return Buffer.from(xchacha20poly1305(key, box.subarray(1, 25), bound).decrypt(box.subarray(25)));
};

const own = new Map(bucket("vault").map(([n, v]) => [n.toString(), v]));
const header = JSON.parse(own.get("header").subarray(32));
const sum = createHash("sha256").update(own.get("header").subarray(32)).digest();
if (!sum.equals(own.get("header").subarray(0, 32))) throw new Error("the header was changed");

const slot = header.slots.find((s) => s.kind === kind);
const { memory_kib: m, passes: t, lanes: p } = slot.argon2id;
const salt = Buffer.from(slot.salt, "base64");
const typed = kind === "recovery" ? secret.toUpperCase().replace(/[ -]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1") : secret;
let key = argon2id(Buffer.from(typed), salt, { t, m, p, dkLen: 32, maxmem: 2 ** 32 - 1 });
if (kind === "pin") key = hkdf(sha256, key, Buffer.from(device, "hex"), "kauth slot device", 32);
const cost = Buffer.concat([u32(m), u32(t), u32(p)]);
const data = open(key, Buffer.from(slot.box, "base64"), "kauth slot", header.name, kind, slot.id, salt, cost);

const manifest = open(data, own.get("manifest"), "kauth vault manifest", header.name);
if (!manifest.subarray(8, 40).equals(sum)) throw new Error("another header's manifest");
const records = new Map(bucket("records").map(([n, v]) => [n.toString("hex"), v]));
const index = expand(sha256, data, "kauth vault index", 32);
const out = { version: header.version, generation: Number(manifest.readBigUInt64BE(0)), records: {} };
let at = 41;
const take = () => { const size = manifest.readUInt32BE(at); at += 4 + size; return manifest.subarray(at - size, at).toString(); };
while (at < manifest.length) {
  const name = take();
  for (let left = manifest.readUInt32BE((at += 4) - 4); left > 0; left--) {
    const id = take(), revision = manifest.readBigUInt64BE((at += 8) - 8);
    const called = createHmac("sha256", index).update(Buffer.concat([text(name), text(id)])).digest();
    const value = records.get(called.toString("hex"));
    if (value.readBigUInt64BE(4) !== revision) throw new Error("another revision");
    const plain = open(data, value.subarray(12), "kauth vault record", called, value.subarray(0, 12));
    const skip = 8 + name.length + id.length;
    out.records[name + "/" + id] = plain.subarray(skip + 4, skip + 4 + plain.readUInt32BE(skip)).toString();
  }
}
if (device && own.has("tries")) {
  const tries = open(expand(sha256, Buffer.from(device, "hex"), "kauth lock tries", 32), own.get("tries"), "kauth lock tries", header.name);
  out.tries = { number: Number(tries.readBigUInt64BE(0)), wrong: tries[8], digits: tries[9] };
}
console.log(JSON.stringify(out));
