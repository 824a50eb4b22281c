import { readFile } from 'node:fs/promises';
import sharp, { type Metadata } from 'sharp';
import { QuartetError, fromSystemError, messageOf } from '../common/errors.ts';
import { hostMessage, type HostMessage } from '../messages/host-messages.ts';

/** A decoded picture: interleaved RGB bytes [height, width, 3], and what was doubtful about the file. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  readonly warnings: readonly PictureWarning[];
}

/** Something about a picture file that does not stop it from being used, but may not be what was meant. */
export interface PictureWarning {
  readonly code:
    'picture-rotated' | 'picture-animated' | 'picture-cmyk' | 'picture-16-bit-grey' | 'picture-inexact';
  /** Names the picture. */
  readonly message: HostMessage;
}

/** Pictures of this many pixels or more are refused: they take 300 MB and more to decode. */
export const pixelLimit = 100_000_000;

const formats = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif'];

// Each picture is decoded once: libvips' cache of operations would only hold memory.
sharp.cache(false);

/**
 * Decodes a picture file to the bytes that Pillow's `convert('RGB')` gives: no EXIF rotation, no colour profile, transparency
 * dropped, first frame only. A file that cannot be used is INVALID_INPUT (NOT_FOUND when absent); messages name it.
 */
export async function decodePicture(path: string): Promise<Picture> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fromSystemError(error, 'cannot-read', path);
  });
  if (bytes.length === 0)
    throw new QuartetError('INVALID_INPUT', hostMessage('picture-empty', { picture: path }));
  const metadata = await decoding(path, sharp(bytes, { limitInputPixels: false }).metadata());
  requireUsable(path, metadata);
  const rgb = await decoding(path, toRgb(bytes, metadata));
  return {
    width: metadata.width,
    height: metadata.height,
    rgb,
    warnings: warningsFor(path, metadata, bytes),
  };
}

function requireUsable(path: string, { format, width, height }: Metadata): void {
  if (!formats.includes(format))
    throw new QuartetError('INVALID_INPUT', hostMessage('picture-format', { picture: path, format }));
  if (width * height >= pixelLimit)
    throw new QuartetError(
      'INVALID_INPUT',
      hostMessage('picture-too-large', {
        picture: path,
        width,
        height,
        megapixels: Math.round((width * height) / 1e6),
        limit: pixelLimit / 1e6,
      }),
    );
}

async function toRgb(bytes: Buffer, metadata: Metadata): Promise<Uint8Array> {
  // Pillow puts up with stray bytes between JPEG markers, which sharp's default ('warning') does not.
  const image = sharp(bytes, { ignoreIcc: true, failOn: 'error', limitInputPixels: pixelLimit });
  if (metadata.space === 'cmyk')
    return cmykToRgb(await image.pipelineColourspace('cmyk').toColourspace('cmyk').raw().toBuffer());
  if (isDeepGrey(metadata, bytes)) {
    const grey = await image.removeAlpha().toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
    return clippedGreyToRgb(new Uint16Array(grey.buffer, grey.byteOffset, grey.length / 2));
  }
  return image.removeAlpha().toColourspace('srgb').raw().toBuffer();
}

/** Pillow reads 16-bit grey with an alpha channel as 8-bit, but without one (mode I;16) it clips. */
function isDeepGrey({ space, channels, format }: Metadata, bytes: Buffer): boolean {
  if (space !== 'grey16') return false;
  // libvips makes an alpha channel of a PNG's single transparent value; the file's own colour type tells.
  const pngColourType = bytes[25];
  return format === 'png' ? pngColourType === 0 : channels === 1;
}

function clippedGreyToRgb(grey: Uint16Array): Uint8Array {
  // The clamping of this array is the clipping at 255.
  const rgb = new Uint8ClampedArray(grey.length * 3);
  for (let i = 0; i < grey.length; i++) rgb.fill(grey[i]!, 3 * i, 3 * i + 3);
  return new Uint8Array(rgb.buffer);
}

/** Pillow's conversion without a profile: each colour is what its ink and the black ink leave of white. */
function cmykToRgb(cmyk: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((cmyk.length / 4) * 3);
  for (let i = 0; i < cmyk.length / 4; i++) {
    const light = 255 - cmyk[4 * i + 3]!;
    for (let c = 0; c < 3; c++) rgb[3 * i + c] = light - divideBy255(cmyk[4 * i + c]! * light);
  }
  return rgb;
}

/** x / 255 rounded, for 0 ≤ x ≤ 255². */
function divideBy255(x: number): number {
  return (x + 128 + ((x + 128) >> 8)) >> 8;
}

function warningsFor(picture: string, metadata: Metadata, bytes: Buffer): PictureWarning[] {
  const { orientation = 1, pages = 1, format, hasAlpha, space } = metadata;
  const warnings: PictureWarning[] = [];
  const warn = (code: Exclude<PictureWarning['code'], 'picture-rotated'>): void =>
    void warnings.push({ code, message: hostMessage(code, { picture }) });
  if (orientation !== 1) {
    const code = 'picture-rotated';
    warnings.push({ code, message: hostMessage(code, { picture, orientation }) });
  }
  if (pages > 1 || isAnimatedPng(format, bytes)) warn('picture-animated');
  if (space === 'cmyk') warn('picture-cmyk');
  if (isDeepGrey(metadata, bytes)) warn('picture-16-bit-grey');
  if (format === 'heif' || (format === 'gif' && hasAlpha)) warn('picture-inexact');
  return warnings;
}

/** An animated PNG has an acTL chunk before its pixels. */
function isAnimatedPng(format: string, bytes: Buffer): boolean {
  if (format !== 'png') return false;
  const control = bytes.indexOf('acTL');
  return control >= 0 && control < bytes.indexOf('IDAT');
}

async function decoding<T>(path: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    const reason = messageOf(error).split('\n')[0]!;
    throw new QuartetError('INVALID_INPUT', hostMessage('picture-damaged', { picture: path, reason }), {
      cause: error,
    });
  }
}
