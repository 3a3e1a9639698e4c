// Reads a kAuth backup from docs/backup.md alone: node reader.mjs FILE PASSPHRASE
import { readFileSync } from "node:fs";
import { xchacha20poly1305 } from "@noble/ciphers/chacha";
import { argon2id } from "@noble/hashes/argon2";

const [path, passphrase] = process.argv.slice(2);
const backup = JSON.parse(readFileSync(path, "utf8"));
if (backup.format !== "kauth-backup" || backup.version !== 1) throw new Error("not a backup of version 1");

const number = (n) => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
const { memory_kib: m, passes: t, lanes: p } = backup.argon2id;
const salt = Buffer.from(backup.salt, "base64");
const key = argon2id(Buffer.from(passphrase, "utf8"), salt, { m, t, p, version: 0x13, dkLen: 32 });

const parts = ["kauth backup", number(backup.version), backup.made, number(backup.accounts), salt, number(m), number(t), number(p)];
const additional = Buffer.concat([Buffer.from([1]), ...parts.flatMap((part) => {
  const bytes = Buffer.from(part);
  return [number(bytes.length), bytes];
})]);

const box = Buffer.from(backup.box, "base64");
if (box[0] !== 1) throw new Error("not an envelope of a known format");
const plain = xchacha20poly1305(key, box.subarray(1, 25), additional).decrypt(box.subarray(25));
if (plain.length % 1024) throw new Error("not filled up");
process.stdout.write(JSON.stringify(JSON.parse(Buffer.from(plain).toString("utf8"))));
