import type { Payload } from '../../decoders/decoder.ts';
import { fullRegistry, type Registry } from '../../decoders/registry.ts';
import type { DecoderChoice, MessageRule, SchemaReport, SchemaSource } from '../engine-contract.ts';
import type { SchemaTypes } from './schema-types.ts';

/** The user's Protobuf schemas, as decoders beside those that are always there. */
export class Schemas {
  #types: SchemaTypes | null = null;
  #rules: readonly MessageRule[] = [];
  #registry = fullRegistry;
  #edition = 0;

  get registry(): Registry {
    return this.#registry;
  }

  /** Replaces all files. What reads them is loaded when there are any. */
  async load(files: readonly SchemaSource[]): Promise<SchemaReport> {
    const mine = ++this.#edition;
    if (files.length === 0) {
      this.#use(null);
      return { files: [], types: [] };
    }
    const { readSchemas } = await import('./schema-types.ts');
    const types = await readSchemas(files);
    // What was asked for later holds, also when it was read sooner.
    if (mine === this.#edition) this.#use(types);
    return types.report;
  }

  setRules(rules: readonly MessageRule[]): void {
    this.#rules = rules;
    this.#use(this.#types);
  }

  /** The types that a payload may be a message of, those that fit best first. */
  choices({ bytes }: Payload): readonly DecoderChoice[] {
    return this.#types?.choices(bytes) ?? [];
  }

  #use(types: SchemaTypes | null): void {
    this.#types = types;
    this.#registry =
      types === null
        ? fullRegistry
        : {
            ...fullRegistry,
            // Behind all others: of equally sure ones the earlier is chosen.
            decoders: [...fullRegistry.decoders, ...types.ruledDecoders(this.#rules)],
            named: types.decoders,
          };
  }
}
