import { plainPrimitives } from '../../extension/protocol/batch-writer.ts';
import { recordKind } from '../../extension/protocol/record-layout.ts';
import { createRecordPacker } from '../../extension/protocol/record-packer.ts';

/** One in so many messages holds this word, which searches look for. */
export const rareWord = 'needle';
const rareEvery = 1000;

/** JSON of exactly so many bytes. */
export const messageText = (number: number, bytes = 64): string => {
  const word = number % rareEvery === rareEvery / 2 ? rareWord : 'straw';
  return `{"sequence":${number},"word":"${word}","padding":"`.padEnd(bytes - 2, '.').concat('"}');
};

/** Makes the batches that a recorder makes of messages of so many bytes, a millisecond apart in tens. */
export function newBatchSource(bytes = 64): (messages: number) => ArrayBuffer {
  let number = 0;
  const packer = createRecordPacker(plainPrimitives, 0, () => {
    throw new Error('a batch of the benchmark must fit into one: ask for fewer messages');
  });
  return (messages) => {
    for (let count = 0; count < messages; count++, number++) {
      const kind = number % 2 === 0 ? recordKind.sent : recordKind.received;
      packer.text(kind, 0, 1, number / 10, messageText(number, bytes));
    }
    const batch = packer.take();
    if (batch === null) throw new Error('a batch of the benchmark needs at least one message');
    return batch;
  };
}
