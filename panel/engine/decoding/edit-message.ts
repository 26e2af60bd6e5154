import type { Hint, Payload } from '../../decoders/decoder.ts';
import { decodeLayers, type Layer, plain } from '../../decoders/layers.ts';
import { fullRegistry, type Registry } from '../../decoders/registry.ts';
import type { EditableText, EditedPayload, EngineCalls } from '../engine-contract.ts';

/**
 * A message in the form in which its innermost value can be edited; null where no layer can be
 * written again, or one around it cannot be put back.
 */
export function editableText(layers: readonly Layer[]): EditableText | null {
  const end = editableLayer(layers);
  const layer = layers[end];
  const outermost = layers[0];
  if (layer === undefined || outermost === undefined) return null;
  const written = layer.decoder.edit?.write(layer.payload, layer.hint);
  if (written === undefined || !written.ok) return null;
  const stack = layers.slice(0, end + 1);
  const pipeline = stack.map(({ decoder }) => decoder.name);
  const again = encodeStack(stack, written.text);
  return {
    text: written.text,
    language: written.language,
    label: stack.map(({ decoder }) => decoder.label).join(' › '),
    pipeline,
    isExact: again.ok && isSame(again.bytes, outermost.payload.bytes),
  };
}

/** What an edited text means in bytes, with the layers of the original around it. */
export function encodeEdited(
  text: string,
  pipeline: readonly string[],
  original: Payload,
  hint: Hint,
  registry: Registry = fullRegistry,
): EditedPayload {
  const layers = decodeLayers(original, hint, { pipeline: [...pipeline, plain], registry });
  if (layers.length < pipeline.length)
    return { ok: false, reason: 'the original cannot be decoded any more', line: 0, column: 0 };
  return encodeStack(layers, text);
}

/** Other bytes in the same form. */
export function decodeForEditing(
  pipeline: readonly string[],
  payload: Payload,
  hint: Hint,
  registry: Registry = fullRegistry,
): EditableForm {
  const layers = decodeLayers(payload, hint, { pipeline: [...pipeline, plain], registry });
  const failed = layers.find(({ decoded }) => !decoded.ok)?.decoded;
  const reason = failed?.ok === false ? failed.reason : 'these bytes have other layers';
  const layer = layers[pipeline.length - 1];
  if (failed !== undefined || layer === undefined) return { ok: false, reason, line: 0, column: 0 };
  const written = layer.decoder.edit?.write(layer.payload, layer.hint);
  if (written?.ok === true) return { ok: true, text: written.text };
  return { ok: false, reason: written?.reason ?? reason, line: 0, column: 0 };
}

type EditableForm = EngineCalls['decodeForEditing']['answer'];

/** The innermost layer that can be edited, with only such around it as can be put back; -1 for none. */
function editableLayer(layers: readonly Layer[]): number {
  let found = -1;
  for (const [index, { decoder, decoded }] of layers.entries()) {
    if (!decoded.ok) break;
    if (decoder.edit !== undefined) found = index;
    if (decoder.enclose === undefined) break;
  }
  return found;
}

function encodeStack(stack: readonly Layer[], text: string): EditedPayload {
  const innermost = stack.at(-1);
  const reading = innermost?.decoder.edit?.read(text, innermost.payload, innermost.hint);
  if (reading === undefined)
    return { ok: false, reason: 'this format cannot be written', line: 0, column: 0 };
  if (!reading.ok) return reading;
  let { payload } = reading;
  for (const { decoder, payload: original, hint } of stack.slice(0, -1).reverse())
    payload = decoder.enclose?.(payload, original, hint) ?? payload;
  return { ok: true, bytes: payload.bytes, isText: payload.isText };
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);
