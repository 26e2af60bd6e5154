/** Entry of the worker in tests: the scope of a web worker first, then the real entry. */
import './web-worker-scope.ts';
import '../../../../panel/engine/query/regex-worker.ts';
