import { storeSuites } from '../conformance/conformance.ts';
import { runSuites } from '../conformance/suite.ts';
import { createMemoryStore } from './store.ts';

runSuites(storeSuites, { name: 'memory', open: async () => createMemoryStore() });
