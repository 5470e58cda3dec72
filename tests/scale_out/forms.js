// The forms of a cluster that the suite tests, and their settings in it.
// Knows where the example has them. Must not know what is tested.

import { startCluster } from '../../examples/scale-out/cluster/cluster.js';
import { nchanForm } from '../../examples/scale-out/cluster/nchan_form.js';
import { streamForm } from '../../examples/scale-out/cluster/stream_form.js';

export const FORMS = { nchan: nchanForm, stream: streamForm };

/** Starts a cluster with short times, so that clients and programs come back soon. */
export const start = (name, options) =>
  startCluster(FORMS[name], { retry: 500, restartAfter: 700, ...options });
