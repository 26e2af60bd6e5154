import { useEffect, useRef, useState } from 'preact/hooks';
import type { EditorProblem, MountedEditor } from './code-mirror.ts';

export interface CodeEditorProps {
  readonly label: string;
  readonly text: string;
  readonly language: 'json' | 'text';
  readonly problem: EditorProblem | null;
  readonly describedBy: string;
  readonly onWrite: (text: string) => void;
  readonly onSend: () => void;
}

/** An editor with syntax and marks. Until its code is there, and if that fails, a plain text box. */
export function CodeEditor(props: CodeEditorProps) {
  const { label, text, language, problem, describedBy, onWrite, onSend } = props;
  const host = useRef<HTMLDivElement>(null);
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
        text: latest.current.text,
        language: latest.current.language,
        onWrite: (written) => latest.current.onWrite(written),
        onSend: () => latest.current.onSend(),
      });
      setEditor(mounted);
    };
    mount().catch(() => {
      // The plain text box stays: everything can be written in it.
    });
    return () => {
      isWanted = false;
      mounted?.remove();
    };
  }, []);
  useEffect(() => editor?.setText(text), [editor, text]);
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
        <textarea
          aria-label={label}
          aria-invalid={problem !== null}
          aria-describedby={describedBy}
          spellcheck={false}
          value={text}
          onInput={(event) => onWrite(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            onSend();
          }}
        />
      )}
    </>
  );
}
