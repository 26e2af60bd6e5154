import { describe, expect, it } from 'vitest';
import { createCopying } from '../../../panel/model/copying.ts';
import { sent } from '../engine/recorded.ts';
import { createRecordedEngine } from './recorded-engine.ts';

/** Three messages, all selected, and a clipboard that takes what it is told to take. */
async function selectedMessages() {
  const recorded = createRecordedEngine();
  recorded.record((packer) => {
    for (let index = 1; index <= 3; index++) sent(packer, 1, index, `message ${index}`);
  });
  await recorded.show(1);
  await recorded.engine.ask('select', { view: 1, act: { kind: 'all' } });
  const clipboard = { isOpen: true, text: '' };
  const copying = createCopying(recorded.engine, async (text) => {
    if (clipboard.isOpen) clipboard.text = text;
    return clipboard.isOpen;
  });
  return { ...recorded, copying, clipboard };
}

describe('copying', () => {
  it('puts the selected messages, or one alone, into the clipboard, and says how much that is', async () => {
    const { copying, clipboard } = await selectedMessages();
    await copying.copy('text', null);
    expect(clipboard.text).toBe('message 1\nmessage 2\nmessage 3');
    expect(copying.state.value).toEqual({ kind: 'copied', messages: 3, chars: 29 });
    await copying.copy('hex', 1);
    expect(clipboard.text).toBe('6d 65 73 73 61 67 65 20 32');
    copying.dismiss();
    expect(copying.state.value).toEqual({ kind: 'idle' });
  });

  it('says so when nothing is selected, and leaves the clipboard as it is', async () => {
    const { copying, clipboard, engine } = await selectedMessages();
    await engine.ask('select', { view: 1, act: { kind: 'none' } });
    clipboard.text = 'mine';
    await copying.copy('json', null);
    expect(copying.state.value).toEqual({ kind: 'nothing' });
    expect(clipboard.text).toBe('mine');
  });

  it('keeps the text for another key when the browser refuses it', async () => {
    const { copying, clipboard, asked } = await selectedMessages();
    clipboard.isOpen = false;
    await copying.copy('text', null);
    expect(copying.state.value).toEqual({ kind: 'refused' });
    clipboard.isOpen = true;
    await copying.again();
    expect(clipboard.text).toContain('message 3');
    expect(copying.state.value).toMatchObject({ kind: 'copied', messages: 3 });
    expect(asked('copyRows')).toHaveLength(1);
  });

  it('leaves the clipboard alone when it is stopped', async () => {
    const { copying, clipboard, hold } = await selectedMessages();
    const held = hold('copyRows');
    const work = copying.copy('text', null);
    copying.dismiss();
    await held.letGo();
    await work;
    expect(clipboard.text).toBe('');
    expect(copying.state.value).toEqual({ kind: 'idle' });
  });

  it('does what was asked last', async () => {
    const { copying, clipboard, hold } = await selectedMessages();
    const held = hold('copyRows');
    const works = [copying.copy('text', null), copying.copy('hex', 0)];
    await held.letGo();
    await Promise.all(works);
    expect(clipboard.text).toBe('6d 65 73 73 61 67 65 20 31');
    expect(copying.state.value).toMatchObject({ kind: 'copied', messages: 1 });
  });
});
