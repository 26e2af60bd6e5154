import type { Decoder } from '../../panel/decoders/decoder.ts';
import type { Protocol } from '../../panel/decoders/protocol.ts';
import { allDecoders, allProtocols } from '../../panel/decoders/registry.ts';
import { table } from '../bench/table.ts';

/** docs/decoders.md, of what the registry says of its decoders. */
export function decoderDocument(): string {
  return `# Decoders

\`npm run docs\` writes this page from the registry (\`panel/decoders/registry.ts\`).

A message is read in layers, the outermost first. What is recognised stands in the panel as chips; each can be
changed, removed, or pinned to a socket or an address. \`decoder:name\` finds the messages in the filter. Editing a
message in its decoded form needs a format that can be written; layers marked *put back* are put around an edited
message again. How a binary value is written as text is told in [decoding.md](decoding.md), and what decoding costs
in [decoder-speed.md](decoder-speed.md).

## Formats, and protocols with a framing of their own

${table(['name', 'decoder', 'recognised by', 'edit', 'follows its socket'], allDecoders.map(decoderRow))}

## Protocols whose messages are values

They give meaning to what a format has read: JSON mostly, also MessagePack and CBOR.

${table(['name', 'protocol', 'recognised by'], allProtocols.map(protocolRow))}
`;
}

const decoderRow = (decoder: Decoder): string[] => [
  `\`${decoder.name}\``,
  linked(decoder.label, decoder.specification),
  decoder.recognisedBy,
  decoder.edit !== undefined ? 'yes' : decoder.enclose !== undefined ? 'put back' : '',
  decoder.stream === undefined ? '' : 'yes',
];

const protocolRow = (protocol: Protocol): string[] => [
  `\`${protocol.name}\``,
  linked(protocol.label, protocol.specification),
  protocol.recognisedBy,
];

/** A specification is a link, or the name of a document. */
function linked(label: string, specification: string): string {
  return /^https?:\/\//.test(specification)
    ? `[${label}](${specification})`
    : `${label} (${specification})`;
}
