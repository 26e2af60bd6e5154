import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PanelModel } from '../model/panel-model.ts';
import { maxSchemaBytes, maxSchemaFiles, type SchemaProblem } from '../model/schemas.ts';
import { Icon } from './icon.tsx';
import { SchemaFiles } from './schemas-files.tsx';
import { SchemaRules } from './schemas-rules.tsx';
import './schemas-dialog.css';

export interface SchemasDialogProps {
  readonly model: PanelModel;
  /** Files are held over the panel. */
  readonly isDropping: boolean;
}

/** The user's Protobuf schemas, and which messages are of which type. */
export function SchemasDialog({ model, isDropping }: SchemasDialogProps) {
  const texts = model.texts.value;
  const { isOpen, failure } = model.schemas;
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opener = document.activeElement;
    // A click beside it closes it, as it closes menus.
    dialog.current?.setAttribute('closedby', 'any');
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={isDropping ? 'schemas-dialog dropping' : 'schemas-dialog'}
      aria-labelledby="schemas-title"
      // So that a click on its text leaves the focus inside.
      tabIndex={-1}
      // The keys of the panel behind it are not meant here.
      onKeyDown={(event) => event.stopPropagation()}
      onClose={() => {
        isOpen.value = false;
        failure.value = null;
      }}
    >
      <header>
        <h2 id="schemas-title">{texts.schemas}</h2>
        <button
          type="button"
          class="quiet"
          aria-label={texts.close}
          title={texts.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="close" />
        </button>
      </header>
      {failure.value !== null && (
        <p class="schemas-problem" role="alert">
          {problemText(failure.value, model)}
        </p>
      )}
      <div class="schemas-parts">
        <SchemaFiles model={model} />
        <SchemaRules model={model} />
      </div>
    </dialog>
  );
}

function problemText(problem: SchemaProblem, model: PanelModel): string {
  const texts = model.texts.value;
  const words = texts.schemaProblems;
  switch (problem.kind) {
    case 'noSchemas':
      return words.noSchemas(problem.name);
    case 'tooLarge': {
      const { bytes, count } = model.format.value;
      return words.tooLarge(bytes(maxSchemaBytes), count(maxSchemaFiles));
    }
    case 'unreadable':
      return words.unreadable(problem.name, texts.reason(problem.reason));
    case 'diskFull':
      return words.diskFull;
    case 'notKept':
      return words.notKept(texts.reason(problem.reason));
    case 'notRemembered':
      return words.notRemembered(texts.reason(problem.reason));
    case 'failed':
      return words.failed(texts.reason(problem.reason));
  }
}
