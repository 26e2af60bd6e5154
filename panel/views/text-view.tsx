import { useEffect, useState } from 'preact/hooks';
import type { MessageDetail, TextPart } from '../engine/engine-contract.ts';
import type { PanelModel } from '../model/panel-model.ts';

/** As much text is laid out at once; more comes on demand. */
const partBytes = 128 * 1024;

/** The payload as UTF-8. Bytes that are not, and characters that could not be seen, are marked. */
export function TextView({
  model,
  message,
  layer,
}: {
  readonly model: PanelModel;
  readonly message: MessageDetail;
  /** Whose bytes; null: the message's. */
  readonly layer: number | null;
}) {
  const texts = model.texts.value;
  const [parts, setParts] = useState<readonly TextPart[]>([]);
  const end = parts.at(-1)?.end ?? 0;
  const rest = (parts.at(-1)?.byteLength ?? 0) - end;

  const load = async (start: number, before: readonly TextPart[]): Promise<void> => {
    const part = await model.engine.ask('textRuns', {
      row: message.row,
      layer,
      start,
      end: start + partBytes,
    });
    setParts([...before, part]);
  };
  useEffect(() => {
    void load(0, []);
  }, [message.row, message.storedBytes, layer]);

  return (
    <div class="text-view" tabIndex={0}>
      <pre dir="auto">
        {parts.flatMap((part, index) =>
          part.runs.map((run, place) =>
            run.isEscaped ? (
              <span
                key={`${index}.${place}`}
                class={run.isValid ? 'escaped' : 'invalid'}
                title={run.isValid ? undefined : texts.invalidBytes}
              >
                {run.text}
              </span>
            ) : (
              run.text
            ),
          ),
        )}
      </pre>
      {parts.length > 0 && rest > 0 && (
        <button type="button" onClick={() => void load(end, parts)}>
          {texts.showMoreText(model.format.value.bytes(Math.min(rest, partBytes)))}
        </button>
      )}
    </div>
  );
}
