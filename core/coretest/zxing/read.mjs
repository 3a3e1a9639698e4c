// Reads gray pictures from standard input, each as width and height (uint32, little
// endian) and its pixels; writes a line of JSON for each.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

// Without wasmBinary it would be fetched from a server.
const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
await prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer }, fireImmediately: true });

const options = {
  formats: ["QRCode"], maxNumberOfSymbols: 1, textMode: "Plain",
  tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true,
};

async function read(width, height, gray) {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0, o = 0; i < gray.length; i++, o += 4) {
    data[o] = data[o + 1] = data[o + 2] = gray[i];
    data[o + 3] = 255;
  }
  const began = process.cpuUsage();
  const found = await readBarcodes({ data, width, height, colorSpace: "srgb" }, options);
  const { user, system } = process.cpuUsage(began);
  const codes = found.filter((r) => r.isValid)
    .map((r) => ({ text: r.text, bytes: Buffer.from(r.bytes).toString("base64") }));
  return { nanoseconds: 1000 * (user + system), codes };
}

let rest = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  rest = Buffer.concat([rest, chunk]);
  while (rest.length >= 8) {
    const [width, height] = [rest.readUInt32LE(0), rest.readUInt32LE(4)];
    const end = 8 + width * height;
    if (rest.length < end) break;
    const reply = await read(width, height, rest.subarray(8, end));
    process.stdout.write(JSON.stringify(reply) + "\n");
    rest = rest.subarray(end);
  }
}
