import { useRef } from 'preact/hooks';
import type { PanelModel } from '../model/panel-model.ts';
import { type LoadedSchema, schemaEndings } from '../model/schemas.ts';
import { filesOfInput } from './chosen-files.ts';
import { Icon } from './icon.tsx';
import { useRowFocus } from './use-row-focus.ts';

/** The files that were added: what they define, or what is wrong with them. */
export function SchemaFiles({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const format = model.format.value;
  const { files, types, isBusy, remove } = model.schemas;
  const box = useRef<HTMLElement>(null);
  const focusRow = useRowFocus(box);
  // What is to be done stands above what is done.
  const shown = [...files.value].sort((one, other) => rankOf(one) - rankOf(other));
  return (
    <section ref={box} aria-labelledby="schema-files">
      <div class="schemas-bar">
        <h3 id="schema-files">{texts.schemaFiles}</h3>
        <span class="schemas-total" role="status">
          {isBusy.value
            ? texts.schemaReading
            : shown.length > 0 &&
              texts.schemaTotals(
                format.count(shown.length),
                shown.length,
                format.count(types.value.length),
                types.value.length,
              )}
        </span>
        <Picker model={model} name={texts.schemaChoose} isFolder={false} />
        <Picker model={model} name={texts.schemaChooseFolder} isFolder />
        {shown.length > 1 && (
          <button
            type="button"
            class="quiet"
            onClick={() => void remove(shown.map(({ name }) => name))}
          >
            {texts.schemaRemoveAll}
          </button>
        )}
      </div>
      <p class="schemas-hint">{texts.schemaFormats}</p>
      {shown.length === 0 ? (
        <p class="schemas-empty">{texts.schemaEmpty}</p>
      ) : (
        <ul class="schema-list" role="list">
          {shown.map((file, row) => (
            <SchemaFile
              key={file.name}
              model={model}
              file={file}
              onRemove={() => {
                focusRow({ row, act: 'remove', whileRows: shown.length });
                void remove([file.name]);
              }}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

const rankOf = ({ errorCount }: LoadedSchema): number => (errorCount > 0 ? 0 : 1);

function Picker({
  model,
  name,
  isFolder,
}: {
  readonly model: PanelModel;
  readonly name: string;
  readonly isFolder: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        {name}
      </button>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        multiple
        // A folder is taken as a whole, whatever else is in it.
        {...(isFolder ? { webkitdirectory: true } : { accept: schemaEndings.join() })}
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const chosen = filesOfInput(event.currentTarget);
          if (chosen.length > 0) void model.schemas.add(chosen);
          // The same files may be chosen again.
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

function SchemaFile({
  model,
  file,
  onRemove,
}: {
  readonly model: PanelModel;
  readonly file: LoadedSchema;
  readonly onRemove: () => void;
}) {
  const texts = model.texts.value;
  const format = model.format.value;
  const { name, messages, enums, byteLength, errors, errorCount } = file;
  const removeName = texts.schemaRemove(name);
  return (
    <li data-row class={errorCount > 0 ? 'schema-file failed' : 'schema-file'}>
      <div class="schema-line">
        <span class="schema-name">{name}</span>
        <span class="schema-counts">
          {texts.schemaCounts(format.count(messages), messages, format.count(enums), enums)},{' '}
          {format.bytes(byteLength)}
        </span>
        <button
          type="button"
          class="quiet"
          aria-label={removeName}
          title={removeName}
          data-act="remove"
          onClick={onRemove}
        >
          <Icon name="close" />
        </button>
      </div>
      {errors.length > 0 && (
        <ul class="schema-errors" role="list">
          {errors.map(({ line, text }) => (
            <li key={`${line} ${text}`}>
              {line > 0
                ? texts.schemaErrorAt(format.count(line), texts.reason(text))
                : texts.reason(text)}
            </li>
          ))}
          {errorCount > errors.length && (
            <li>{texts.moreWarnings(format.count(errorCount - errors.length))}</li>
          )}
          <li class="schemas-hint">{texts.schemaErrorHint}</li>
        </ul>
      )}
    </li>
  );
}
