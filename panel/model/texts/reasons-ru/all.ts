import type { ReasonTexts } from '../translate-reason.ts';
import { binaryFormats } from './binary-formats.ts';
import { editing } from './editing.ts';
import { files } from './files.ts';
import { libraries } from './libraries.ts';
import { limits } from './limits.ts';
import { packing } from './packing.ts';
import { parts } from './parts.ts';
import { places } from './places.ts';
import { protocols } from './protocols.ts';
import { texts } from './texts.ts';

/** The Russian sentences for what is wrong with a payload, a text of the editor or a file. */
export const reasonsRu: ReasonTexts = {
  sentences: {
    ...limits,
    ...texts,
    ...binaryFormats,
    ...packing,
    ...protocols,
    ...editing,
    ...files,
    ...libraries,
  },
  parts,
  places,
};
