/** The checks of `npm run check` that are quick, as tests: whoever runs the tests sees them too. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkDeps } from './check-deps.ts';
import { checkSpecifications } from './rfc-links.ts';
import { type Problem, problemLine } from './source/problem.ts';
import { readTree, repositoryRoot } from './source/tree.ts';
import { tidy } from './tidy.ts';

const tree = readTree(repositoryRoot);
const assertNone = (problems: readonly Problem[]) => assert.equal(problems.map(problemLine).join('\n'), '');

test('every import is in the table', () => assertNone(checkDeps(tree)));
test('the repository is tidy', () => assertNone(tidy(repositoryRoot, tree)));
test('docs/specifications.md is up to date', () => assertNone(checkSpecifications(repositoryRoot, tree)));
