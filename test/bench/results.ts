import type { BundleSizes } from './bundle-sizes.ts';
import type { SizeMeasurement } from './engine-by-size.ts';
import type { FirstRow } from './first-row.ts';
import type { LargePanel } from './large-panel.ts';
import type { LiveMeasurement } from './live-minute.ts';
import type { Throughput } from './page-throughput.ts';
import type { Measurement } from './recorder.ts';

/** All that one run of the benchmark has measured: what out/bench.json holds. */
export interface Results {
  readonly isQuick: boolean;
  readonly machine: { readonly cores: number; readonly browser: string };
  readonly throughput: Throughput;
  readonly recorder: readonly Measurement[];
  readonly live: LiveMeasurement;
  readonly engine: readonly SizeMeasurement[];
  readonly largePanel: LargePanel;
  readonly firstRow: FirstRow;
  readonly bundles: BundleSizes;
}
