import { floatText, viewOf } from './numbers.ts';
import type { FieldType, ScalarKind } from './protobuf-schema.ts';
import {
  bigVarintAt,
  float32LittleAt,
  float64LittleAt,
  uint32LittleAt,
  uint64LittleAt,
  varintEnd,
  wireTypes,
  zigzag,
} from './protobuf-wire.ts';

const fixed32Kinds: ReadonlySet<string> = new Set(['float', 'fixed32', 'sfixed32']);
const fixed64Kinds: ReadonlySet<string> = new Set(['double', 'fixed64', 'sfixed64']);

/** How one value of a kind stands on the wire. */
export function wireTypeOf({ kind, isDelimited }: Pick<FieldType, 'kind' | 'isDelimited'>): number {
  if (kind === 'message') return isDelimited ? wireTypes.startGroup : wireTypes.length;
  if (kind === 'string' || kind === 'bytes') return wireTypes.length;
  if (fixed32Kinds.has(kind)) return wireTypes.fixed32;
  return fixed64Kinds.has(kind) ? wireTypes.fixed64 : wireTypes.varint;
}

/** Where one number ends that stands at `at`, or -1 when it is not whole. */
export function numberEnd(
  kind: ScalarKind | 'enum' | 'message',
  bytes: Uint8Array,
  at: number,
  end: number,
): number {
  if (!fixed32Kinds.has(kind) && !fixed64Kinds.has(kind)) return varintEnd(bytes, at, end);
  const next = at + (fixed32Kinds.has(kind) ? 4 : 8);
  return next > end ? -1 : next;
}

/** A number or truth value as exact text. */
export function numberTextOf(
  kind: ScalarKind | 'enum' | 'message',
  bytes: Uint8Array,
  at: number,
): string {
  switch (kind) {
    case 'double':
      return floatText(float64LittleAt(bytes, at));
    case 'float':
      return floatText(float32LittleAt(bytes, at));
    case 'fixed32':
      return String(uint32LittleAt(bytes, at));
    case 'sfixed32':
      return String(viewOf(bytes).getInt32(at, true));
    case 'fixed64':
      return uint64LittleAt(bytes, at).toString();
    case 'sfixed64':
      return BigInt.asIntN(64, uint64LittleAt(bytes, at)).toString();
    case 'bool':
      return bigVarintAt(bytes, at) === 0n ? 'false' : 'true';
    case 'uint64':
      return bigVarintAt(bytes, at).toString();
    case 'int64':
      return BigInt.asIntN(64, bigVarintAt(bytes, at)).toString();
    case 'uint32':
      return BigInt.asUintN(32, bigVarintAt(bytes, at)).toString();
    case 'sint32':
      return zigzag(BigInt.asUintN(32, bigVarintAt(bytes, at))).toString();
    case 'sint64':
      return zigzag(bigVarintAt(bytes, at)).toString();
    default:
      return BigInt.asIntN(32, bigVarintAt(bytes, at)).toString();
  }
}

const emptyBytes = new Uint8Array(10);

/** What a value that is left out means: 0, false, or the empty text. */
export function defaultTextOf(kind: FieldType['kind']): string {
  return kind === 'string' || kind === 'bytes' ? '' : numberTextOf(kind, emptyBytes, 0);
}
