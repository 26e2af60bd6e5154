import { parseBase64 } from '../base64.ts';
import { parseHex } from '../hex.ts';
import { ByteWriter } from './byte-writer.ts';
import { DiagnosticScanner } from './cbor-diagnostic-scanner.ts';
import { halfBits } from './cbor-layout.ts';
import { maxItemDepth } from './item.ts';

export type DiagnosticReading =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly reason: string; readonly at: number };

/**
 * Reads the diagnostic notation of RFC 8949, section 8: one item or several, parted by commas.
 * Known are what `writeDiagnostic` writes, base64 as `b64'…'`, white space in hex, and comments
 * between slashes, behind `#` and as in JavaScript.
 */
export function readDiagnostic(text: string): DiagnosticReading {
  const reader = new DiagnosticReader(text);
  reader.sequence();
  if (reader.problem !== undefined) return { ok: false, ...reader.problem };
  return { ok: true, bytes: reader.out.finish() };
}

const number =
  /[+-]?(?:0x[0-9a-f]+|0b[01]+|0o[0-7]+|\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)/iy;
const indicator = /_([0-3])(?!\w)/y;
const word = /-?[A-Za-z]\w*/y;
const quoted = /"(?:[^"\\\n]|\\.)*"/y;
const prefixed = /(h|b64|t|)'((?:[^'\\]|\\.)*)'/y;

const simples: Readonly<Record<string, number>> = {
  false: 0xf4,
  true: 0xf5,
  null: 0xf6,
  undefined: 0xf7,
};

class DiagnosticReader extends DiagnosticScanner {
  out = new ByteWriter();
  #depth = 0;

  sequence(): undefined {
    do this.#item();
    while (this.takes(','));
    if (this.at < this.text.length) this.fail('expected a comma or the end');
  }

  #item(): undefined {
    this.skipSpace();
    if (this.problem !== undefined) return;
    if (this.#depth >= maxItemDepth) this.fail(`nested deeper than ${maxItemDepth} levels`);
    this.#depth += 1;
    const next = this.text.charAt(this.at);
    if (next === '[') this.#container(4, ']');
    else if (next === '{') this.#container(5, '}');
    else if (next === '(') this.#chunks();
    else if (next === '"') this.#text3();
    else if (this.matches(prefixed)) this.#bytes();
    else if (/[-+.\d]/.test(next) && !this.text.startsWith('-Infinity', this.at)) this.#number();
    else this.#word();
    this.#depth -= 1;
  }

  #container(major: number, closing: string): undefined {
    this.at += 1;
    this.skipSpace();
    const isEndless = this.text[this.at] === '_' && !/[0-3]/.test(this.text[this.at + 1] ?? '');
    if (isEndless) this.at += 1;
    const width = isEndless ? undefined : this.#indicator();
    const outside = this.out;
    this.out = new ByteWriter();
    let count = 0;
    if (!this.takes(closing)) {
      do {
        this.#item();
        if (major === 5) {
          if (!this.takes(':')) this.fail("expected ':'");
          this.#item();
        }
        count += 1;
      } while (this.problem === undefined && this.takes(','));
      if (!this.takes(closing)) this.fail(`expected ',' or '${closing}'`);
    }
    const inside = this.out.finish();
    this.out = outside;
    if (isEndless) this.out.u8((major << 5) | 31);
    else this.#head(major, BigInt(count), width);
    this.out.bytes(inside);
    if (isEndless) this.out.u8(0xff);
  }

  /** `(_ h'01', h'02')` */
  #chunks(): undefined {
    this.at += 1;
    if (!this.takes('_')) return this.fail("expected '_' and chunks");
    const start = this.out.length;
    this.out.u8(0);
    let major = -1;
    do {
      this.skipSpace();
      const at = this.at;
      const lead = this.out.length;
      if (this.text.charAt(at) === '"') this.#text3();
      else if (this.matches(prefixed)) this.#bytes();
      else return this.fail('expected a string');
      const chunkMajor = this.#majorAt(lead);
      if (major >= 0 && chunkMajor !== major) this.fail('texts and bytes do not mix', at);
      major = chunkMajor;
    } while (this.problem === undefined && this.takes(','));
    if (!this.takes(')')) return this.fail("expected ',' or ')'");
    this.out.setU8(start, (major << 5) | 31);
    this.out.u8(0xff);
  }

  #majorAt(at: number): number {
    return this.out.byteAt(at) >> 5;
  }

  #text3(): undefined {
    const start = this.at;
    const source = this.take(quoted);
    if (source === null) return this.fail('expected the end of a text');
    let content: unknown;
    try {
      content = JSON.parse(source);
    } catch {
      // The grammar of texts is that of JSON, and so is the answer whether this is one.
      return this.fail('a text with an escape that JSON does not know', start);
    }
    if (typeof content !== 'string' || !content.isWellFormed()) {
      return this.fail('half a surrogate pair cannot be sent', start);
    }
    this.#string(3, new TextEncoder().encode(content));
  }

  #bytes(): undefined {
    const start = this.at;
    prefixed.lastIndex = start;
    const [source = '', kind = '', content = ''] = prefixed.exec(this.text) ?? [];
    this.at = start + source.length;
    if (kind === '') {
      const plain = content.replace(/\\(.)/g, '$1');
      return this.#string(2, new TextEncoder().encode(plain));
    }
    const parsed = kind === 'b64' ? parseBase64(content) : parseHex(content);
    if (!parsed.ok) return this.fail(parsed.reason, start);
    this.#string(kind === 't' ? 3 : 2, parsed.bytes);
  }

  #string(major: number, content: Uint8Array): undefined {
    if (content.length === 0 && /^_(?![0-3])/.test(this.text.slice(this.at, this.at + 2))) {
      this.at += 1;
      this.out.u8((major << 5) | 31);
      this.out.u8(0xff);
      return;
    }
    this.#head(major, BigInt(content.length), this.#indicator());
    this.out.bytes(content);
  }

  #number(): undefined {
    const start = this.at;
    const source = this.take(number);
    if (source === null) return this.fail('expected a number');
    const isInteger = /^[+-]?(?:\d+|0[xbo].*)$/i.test(source) && source !== '-0';
    const width = this.#indicator();
    if (!isInteger) return this.#float(Number(source), width, start);
    const digits = source.replace(/^[+-]/, '');
    const value = source.startsWith('-') ? -BigInt(digits) : BigInt(digits);
    if (this.text.charAt(this.at) === '(') return this.#tag(value, width, start);
    const argument = value < 0n ? -1n - value : value;
    if (argument < 1n << 64n) return this.#head(value < 0n ? 1 : 0, argument, width, start);
    this.#bignum(value < 0n, argument);
  }

  #bignum(isNegative: boolean, argument: bigint): undefined {
    const hex = argument.toString(16);
    const parsed = parseHex(hex.length % 2 === 0 ? hex : `0${hex}`);
    this.out.u8(isNegative ? 0xc3 : 0xc2);
    if (parsed.ok) this.#string(2, parsed.bytes);
  }

  #tag(tag: bigint, width: number | undefined, start: number): undefined {
    if (tag < 0n || tag >= 1n << 64n) return this.fail(`${tag} is no tag`, start);
    this.#head(6, tag, width, start);
    this.at += 1;
    this.#item();
    if (!this.takes(')')) this.fail("expected ')'");
  }

  #word(): undefined {
    const start = this.at;
    const name = this.take(word) ?? '';
    // `NaN_1`: an underscore is a letter of a word.
    const [plain = '', digit] = name.split('_');
    if (plain === 'NaN' || plain === 'Infinity' || plain === '-Infinity') {
      return this.#float(Number(plain), digit === undefined ? undefined : Number(digit), start);
    }
    const lead = simples[name];
    if (lead !== undefined) {
      this.out.u8(lead);
      return;
    }
    if (name !== 'simple' || !this.takes('(')) return this.fail('expected a value', start);
    this.skipSpace();
    const value = Number(this.take(number) ?? Number.NaN);
    if (!this.takes(')') || !Number.isInteger(value))
      return this.fail('simple wants a number', start);
    if (value < 0 || value > 255 || (value > 23 && value < 32)) {
      return this.fail('a simple value is from 0 to 23 or from 32 to 255', start);
    }
    if (value > 23) this.out.u8(0xf8);
    this.out.u8(value > 23 ? value : 0xe0 | value);
  }

  #float(value: number, width: number | undefined, start: number): undefined {
    const half = halfBits(value);
    const shortest = half >= 0 ? 1 : Math.fround(value) === value ? 2 : 3;
    const wanted = width ?? shortest;
    if (!(wanted >= 1 && wanted <= 3) || wanted < shortest) {
      return this.fail(`${value} does not fit into _${wanted}`, start);
    }
    this.out.u8(0xf8 + wanted);
    if (wanted === 1) this.out.u16(half);
    else if (wanted === 2) this.out.f32(value);
    else this.out.f64(value);
  }

  #head(major: number, argument: bigint, width?: number, at = this.at): undefined {
    const lead = major << 5;
    const shortest =
      argument < 24n
        ? -1
        : argument < 256n
          ? 0
          : argument < 65_536n
            ? 1
            : argument < 1n << 32n
              ? 2
              : 3;
    const wanted = width ?? shortest;
    if (wanted < shortest) return this.fail(`${argument} does not fit into _${wanted}`, at);
    this.out.u8(lead | (wanted < 0 ? Number(argument) : 24 + wanted));
    if (wanted < 0) return;
    if (wanted === 0) this.out.u8(Number(argument));
    else if (wanted === 1) this.out.u16(Number(argument));
    else if (wanted === 2) this.out.u32(Number(argument));
    else this.out.u64(argument);
  }

  #indicator(): number | undefined {
    const found = this.take(indicator);
    return found === null ? undefined : Number(found.slice(1));
  }
}
