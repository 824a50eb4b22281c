/** A picture of a size (pixels, square) as a PNG file. */
export interface SizedPng {
  readonly size: number;
  readonly png: Buffer;
}

/** Puts PNGs of up to 256 pixels into a Windows icon (ICONDIR, one ICONDIRENTRY each, then the files). */
export function encodeIco(pictures: readonly SizedPng[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ size, png }, i) => {
    const at = 6 + 16 * i;
    // 256 is written as 0.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** Apple's names for PNGs in an icon, by their pixels. */
const icnsTypes: Readonly<Record<number, string>> = {
  16: 'icp4',
  32: 'icp5',
  64: 'icp6',
  128: 'ic07',
  256: 'ic08',
  512: 'ic09',
  1024: 'ic10',
};

/** Puts PNGs into an Apple icon (`icns`, whole length, then type, length and file of each). */
export function encodeIcns(pictures: readonly SizedPng[]): Buffer {
  const chunks = pictures.map(({ size, png }) => chunk(icnsTypes[size] ?? '', png));
  return chunk('icns', Buffer.concat(chunks));
}

function chunk(type: string, body: Buffer): Buffer {
  if (type.length !== 4) throw new Error('This size has no place in an Apple icon.');
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(8 + body.length, 4);
  return Buffer.concat([head, body]);
}
