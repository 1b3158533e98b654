/** Calls one exported function and prints what it gives: `{ module, name, argument }` as JSON in the first argument. */
const { module, name, argument } = JSON.parse(process.argv[2]);
const exported = await import(module);
process.stdout.write(`${JSON.stringify(await exported[name](argument))}\n`);
