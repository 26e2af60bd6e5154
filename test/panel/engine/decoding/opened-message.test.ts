import { describe, expect, it } from 'vitest';
import { createRecordedEngine } from '../../model/recorded-engine.ts';
import { sent } from '../recorded.ts';

function opened(text: string) {
  const recorded = createRecordedEngine();
  recorded.record((packer) => sent(packer, 1, 0, text));
  return recorded.engine;
}

describe('an opened message', () => {
  it('says what a JSON text inside of a string is, and opens it as a layer of its own', async () => {
    const engine = opened('{"id":"{\\"a\\":[1,2]}","plain":"word"}');
    const fields = await engine.ask('nodes', { row: 0, layer: 0, node: 0, start: 0, count: 9 });
    expect(fields.map(({ key, opensAs }) => [key, opensAs])).toEqual([
      ['id', 'JSON'],
      ['plain', null],
    ]);
    const node = fields[0]?.node ?? -1;
    const [inner] = await engine.ask('openNode', { row: 0, layer: 0, node });
    expect(inner).toMatchObject({ id: 1, decoder: 'json', root: { childCount: 1, layer: 1 } });
    const place = { row: 0, layer: 1, node: 0, start: 0, count: 9 };
    expect(await engine.ask('nodes', place)).toMatchObject([{ key: 'a', kind: 'array' }]);
    expect(await engine.ask('nodeCopy', { row: 0, layer: 1, node: 1 })).toMatchObject({
      ...{ path: '$.a', value: '[1,2]' },
    });
  });

  it('finds the node that holds a byte, and the bytes that hold a node', async () => {
    const engine = opened('{"a":[10,{"b":"x"}]}');
    const steps = await engine.ask('nodeAt', { row: 0, layer: 0, byte: 15 });
    expect(steps).toEqual([
      { node: 0, position: 0 },
      { node: 1, position: 0 },
      { node: 3, position: 1 },
      { node: 4, position: 0 },
    ]);
    expect(await engine.ask('nodeSteps', { row: 0, layer: 0, node: 4 })).toEqual(steps);
    expect(await engine.ask('nodeAt', { row: 0, layer: 0, byte: 2 })).toHaveLength(2);
    expect(await engine.ask('nodeAt', { row: 0, layer: 0, byte: 99 })).toHaveLength(1);
    expect(await engine.ask('nodeAt', { row: 0, layer: 7, byte: 0 })).toEqual([]);
  });

  it('searches keys and values, whatever the case', async () => {
    const engine = opened('{"Price":1,"list":["price",{"x":"PRICEY"}]}');
    const search = (text: string) => engine.ask('searchNodes', { row: 0, layer: 0, text });
    expect(await search('price')).toEqual({ nodes: [1, 3, 5], isCapped: false });
    expect(await search('')).toEqual({ nodes: [], isCapped: false });
    const many = opened(JSON.stringify(Array(20_000).fill('x')));
    const found = await many.ask('searchNodes', { row: 0, layer: 0, text: 'x' });
    expect([found.nodes.length, found.isCapped]).toEqual([10_000, true]);
  });

  it('is copied as path, value, JSON and hex', async () => {
    const engine = opened('{"a":[1.50,"é",null]}');
    expect(await engine.ask('nodeCopy', { row: 0, layer: 0, node: 1 })).toEqual({
      path: '$.a',
      value: '[1.50,"é",null]',
      json: '[1.50,"é",null]',
      hex: '5b 31 2e 35 30 2c 22 c3 a9 22 2c 6e 75 6c 6c 5d',
    });
  });

  it('is decoded as the user says, and by itself again', async () => {
    const engine = opened('{"a":1}');
    const layersOf = async (): Promise<string[] | undefined> =>
      (await engine.ask('message', { row: 0 }))?.decoded.layers.map(({ decoder }) => decoder);
    const ofRow = { row: 0, pipeline: ['plain'] };
    engine.order({ kind: 'pipelines', rules: [], ofRow });
    expect(await layersOf()).toEqual([]);
    expect((await engine.ask('message', { row: 0 }))?.decoded.pipeline).toEqual(['plain']);
    engine.order({ kind: 'pipelines', rules: [], ofRow: null });
    expect(await layersOf()).toEqual(['json']);
  });

  it('tells what else could decode it, the surest first', async () => {
    const engine = opened('{"jsonrpc":"2.0","method":"a"}');
    const { decoders, protocols } = await engine.ask('decoderChoices', { row: 0, layer: 0 });
    expect(decoders[0]).toMatchObject({ name: 'json', confidence: 0.95 });
    expect(protocols[0]).toMatchObject({ name: 'json-rpc', confidence: 0.95 });
    expect((await engine.ask('decoderChoices', { row: 0, layer: null })).protocols).toEqual([]);
  });

  it('has a place in the list that says what it means', async () => {
    const engine = opened('{"jsonrpc":"2.0","id":1,"method":"add","params":[1]}');
    engine.order({ kind: 'view', view: 1, filter: '', sockets: null });
    const found = await engine.ask('rows', { view: 1, start: 0, count: 9 });
    expect(found?.rows.at(-1)).toMatchObject({
      ...{ summary: 'add([1]) #1', layers: 'JSON › JSON-RPC', decodedAs: 'JSON-RPC' },
      ...{ role: 'request', correlationId: '1', isHeartbeat: false },
    });
  });
});
