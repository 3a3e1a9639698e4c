// Reads an encrypted Aegis file as its docs/vault.md has it: node aegis.mjs FILE PASSWORD
import { readFileSync } from "node:fs";
import { createDecipheriv, scryptSync } from "node:crypto";

const [path, password] = process.argv.slice(2);
const file = JSON.parse(readFileSync(path, "utf8"));
const hex = (s) => Buffer.from(s, "hex");
const open = (key, { nonce, tag }, box) => {
  const d = createDecipheriv("aes-256-gcm", key, hex(nonce));
  d.setAuthTag(hex(tag));
  return Buffer.concat([d.update(box), d.final()]);
};
const slot = file.header.slots.find((s) => s.type === 1);
const by = scryptSync(password, hex(slot.salt), 32, { N: slot.n, r: slot.r, p: slot.p, maxmem: 64 << 20 });
const master = open(by, slot.key_params, hex(slot.key));
console.log(open(master, file.header.params, Buffer.from(file.db, "base64")).toString());
