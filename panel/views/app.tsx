import { useRef, useState } from 'preact/hooks';
import type { PanelModel } from '../model/panel-model.ts';
import { isSchemaName } from '../model/schemas.ts';
import { filesOfDrop } from './chosen-files.ts';
import { ComposeView } from './compose-view.tsx';
import { CopyNotice } from './copy-notice.tsx';
import { EmptyPanel } from './empty-state.tsx';
import { FileNotice } from './file-notice.tsx';
import { InsideWorkersNotice } from './inside-workers.tsx';
import { lazily } from './lazily.ts';
import { MessageList } from './message-list.tsx';
import { MessageView } from './message-view.tsx';
import { PageNotice } from './page-notice.tsx';
import { SocketsList } from './sockets-list.tsx';
import { Splitter } from './splitter.tsx';
import { StatusLine } from './status-line.tsx';
import { Timeline } from './timeline.tsx';
import { Toolbar } from './toolbar.tsx';
import { useWidth } from './use-width.ts';
import './theme.css';
import './app.css';

const SchemasDialog = lazily(async () => (await import('./schemas-dialog.tsx')).SchemasDialog);

/** px from which the message stands beside the list instead of below it. */
const wideLayout = 720;

export function App({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const [isDropping, setIsDropping] = useState(false);
  return (
    <main
      class="app"
      onDragOver={(event) => {
        event.preventDefault();
        setIsDropping(event.dataTransfer?.types.includes('Files') ?? false);
      }}
      onDragLeave={(event) => event.currentTarget === event.target && setIsDropping(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsDropping(false);
        if (event.dataTransfer !== null) void openDropped(model, event.dataTransfer);
      }}
    >
      <h1 class="visually-hidden">Sockets</h1>
      <Toolbar model={model} />
      <FileNotice model={model} />
      <PageNotice model={model} />
      <InsideWorkersNotice model={model} />
      <CopyNotice model={model} />
      {model.hasSockets.value ? <Session model={model} /> : <EmptyPanel model={model} />}
      <StatusLine model={model} />
      {model.schemas.isOpen.value && <SchemasDialog model={model} isDropping={isDropping} />}
      {isDropping && <div class="drop-hint">{texts.dropHere}</div>}
    </main>
  );
}

/** Schemas, and folders that can only hold such, go to the schemas; anything else is taken for a session. */
async function openDropped(model: PanelModel, transfer: DataTransfer): Promise<void> {
  const dropped = await filesOfDrop(transfer);
  const [first] = dropped;
  const isSession = dropped.length === 1 && first !== undefined && !isSchemaName(first.path);
  if (isSession && !model.schemas.isOpen.peek()) {
    await model.files.importHar(first.file);
    return;
  }
  model.schemas.isOpen.value = true;
  await model.schemas.add(dropped);
}

/** Sockets above; below them the messages, and beside or below those the one that is read. */
function Session({ model }: { readonly model: PanelModel }) {
  const texts = model.texts.value;
  const box = useRef<HTMLDivElement>(null);
  const isWide = useWidth(box) >= wideLayout;
  const { socketsShare, messageShare } = model.settings;
  return (
    <div ref={box} class="session">
      <div class="sockets-part" style={{ blockSize: `${socketsShare.value * 100}%` }}>
        <SocketsList model={model} />
      </div>
      <Splitter
        label={texts.resizeSockets}
        orientation="horizontal"
        share={socketsShare.value}
        onShare={(share) => (socketsShare.value = share)}
      />
      <Timeline model={model} />
      <div class={isWide ? 'messages-part wide' : 'messages-part'}>
        <MessageList model={model} />
        <Splitter
          label={texts.resizeMessage}
          orientation={isWide ? 'vertical' : 'horizontal'}
          share={messageShare.value}
          isFromEnd
          onShare={(share) => (messageShare.value = share)}
        />
        <div
          class="detail-part"
          style={{ [isWide ? 'inlineSize' : 'blockSize']: `${messageShare.value * 100}%` }}
        >
          <MessageView model={model} />
          <ComposeView model={model} />
        </div>
      </div>
    </div>
  );
}
