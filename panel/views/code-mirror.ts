// The one file that knows CodeMirror; it is loaded when an editor is first shown.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightSpecialChars,
  keymap,
  placeholder,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

export interface EditorProblem {
  readonly reason: string;
  /** From 1; 0: nowhere in particular. */
  readonly line: number;
  readonly column: number;
}

export interface MountedEditor {
  /** Replaces the text, unless it is what is there already. */
  setText(text: string): void;
  setProblem(problem: EditorProblem | null): void;
  setLanguage(language: 'json' | 'text'): void;
  /** With the cursor at this place, UTF-16 units. */
  focus(at: number): void;
  remove(): void;
}

export interface EditorOptions {
  /** Its accessible name. */
  readonly label: string;
  readonly placeholder: string;
  readonly text: string;
  readonly language: 'json' | 'text';
  readonly onWrite: (text: string) => void;
  readonly onSend: () => void;
}

/**
 * Puts an editor into an element, in a shadow root: there its styles are adopted sheets, where in
 * the document they would be a style element, which the panel's policy forbids.
 */
export function mountEditor(host: HTMLElement, options: EditorOptions): MountedEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const language = new Compartment();
  const languageOf = (name: 'json' | 'text') => (name === 'json' ? json() : []);
  let isOwnChange = false;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        Prec.highest(
          keymap.of([
            {
              key: 'Mod-Enter',
              run: () => {
                options.onSend();
                return true;
              },
            },
          ]),
        ),
        history(),
        foldGutter(),
        drawSelection(),
        highlightSpecialChars(),
        indentOnInput(),
        indentUnit.of('  '),
        bracketMatching(),
        placeholder(options.placeholder),
        EditorView.lineWrapping,
        keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap]),
        language.of(languageOf(options.language)),
        syntaxHighlighting(highlighting),
        theme,
        EditorView.contentAttributes.of({ 'aria-label': options.label, spellcheck: 'false' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !isOwnChange) options.onWrite(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setText(text) {
      if (text === view.state.doc.toString()) return;
      isOwnChange = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      isOwnChange = false;
    },
    setProblem(problem) {
      const marks = problem === null ? [] : [diagnosticOf(view.state, problem)];
      view.dispatch(setDiagnostics(view.state, marks));
    },
    setLanguage: (name) => view.dispatch({ effects: language.reconfigure(languageOf(name)) }),
    focus(at) {
      view.dispatch({ selection: { anchor: Math.min(at, view.state.doc.length) } });
      view.focus();
    },
    remove: () => view.destroy(),
  };
}

function diagnosticOf(state: EditorState, { reason, line, column }: EditorProblem): Diagnostic {
  const { doc } = state;
  const place = line >= 1 && line <= doc.lines ? doc.line(line) : null;
  const from = place === null ? 0 : Math.min(place.to, place.from + Math.max(0, column - 1));
  const to = Math.min(doc.length, from + 1);
  return { from, to, severity: 'error', message: reason };
}

const highlighting = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--syntax-key)' },
  { tag: tags.string, color: 'var(--syntax-string)' },
  { tag: tags.number, color: 'var(--syntax-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--syntax-word)' },
]);

const theme = EditorView.theme({
  '&': {
    blockSize: '100%',
    color: 'var(--text)',
    backgroundColor: 'var(--surface)',
    fontSize: 'var(--monospace-size)',
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--monospace)', lineHeight: '1.4' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface-raised)',
    color: 'var(--text-quiet)',
    border: '0',
  },
  '.cm-cursor': { borderInlineStartColor: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'var(--selection-quiet)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--error)',
  },
  '.cm-tooltip': { backgroundColor: 'var(--surface-raised)', color: 'var(--text)' },
});
