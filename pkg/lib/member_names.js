// What the members of a class are called: nothing has to be done where classes are the engine's own.
// Knows nothing else. The build for old engines has its own (legacy/member_names.js).

export const nameMembers = (Class) => Class;
