import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { EditorProblem, MountedEditor } from './code-mirror.ts';
import { PayloadBox } from './payload-box.tsx';

export interface CodeEditorProps {
  readonly label: string;
  readonly placeholder: string;
  readonly text: ReadonlySignal<string>;
  readonly language: 'json' | 'text';
  readonly problem: EditorProblem | null;
  readonly describedBy: string;
  readonly onWrite: (text: string) => void;
  readonly onSend: () => void;
}

/** An editor with syntax and marks. Until its code is there, and if that fails, a plain text box. */
export function CodeEditor(props: CodeEditorProps) {
  const { label, placeholder, text, language, problem, describedBy, onWrite, onSend } = props;
  const host = useRef<HTMLDivElement>(null);
  const plainBox = useRef<HTMLTextAreaElement>(null);
  const [editor, setEditor] = useState<MountedEditor | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    let mounted: MountedEditor | null = null;
    let isWanted = true;
    const mount = async (): Promise<void> => {
      const { mountEditor } = await import('./code-mirror.ts');
      if (!isWanted || host.current === null) return;
      mounted = mountEditor(host.current, {
        label,
        placeholder,
        text: text.peek(),
        language: latest.current.language,
        onWrite: (written) => latest.current.onWrite(written),
        onSend: () => latest.current.onSend(),
      });
      // Who writes in the plain box already goes on here.
      const { current: box } = plainBox;
      const place = box !== null && document.activeElement === box ? box.selectionEnd : null;
      setEditor(mounted);
      // Hidden elements take no focus: once it is drawn.
      if (place !== null) setTimeout(() => mounted?.focus(place));
    };
    mount().catch(() => {
      // The plain text box stays: everything can be written in it.
    });
    return () => {
      isWanted = false;
      mounted?.remove();
    };
  }, []);
  // What is now, not what was drawn: somebody who types is ahead of the drawing.
  useEffect(() => editor?.setText(text.peek()), [editor, text, text.value]);
  useEffect(() => editor?.setLanguage(language), [editor, language]);
  useEffect(
    () => editor?.setProblem(problem),
    [editor, problem?.reason, problem?.line, problem?.column],
  );

  return (
    <>
      <div
        ref={host}
        class={problem === null ? 'code-editor' : 'code-editor invalid'}
        hidden={editor === null}
      />
      {editor === null && (
        <PayloadBox
          box={plainBox}
          label={label}
          placeholder={placeholder}
          text={text.value}
          isWrong={problem !== null}
          describedBy={describedBy}
          onWrite={onWrite}
          onSend={onSend}
        />
      )}
    </>
  );
}
