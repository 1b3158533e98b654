// Format: the ELF-64 object file specification, and elf(5).

const HEADER = { shoff: 40, phoff: 32, phentsize: 54, phnum: 56, shentsize: 58, shnum: 60, shstrndx: 62 };
const SECTION = { name: 0, type: 4, flags: 8, addr: 16, offset: 24, size: 32, link: 40, info: 44 };
const SECTION_BYTES = 64;
const PT_LOAD = 1;
const SHT_STRTAB = 3;
const SHF_ALLOC = 2n;
const SHF_INFO_LINK = 0x40n;

/**
 * What `strip` does, for either architecture and with no binutils at hand: leaves out of a little-endian ELF-64
 * program everything that is never mapped, which is symbols and debug information. Returns a new buffer.
 */
export function stripElf(elf) {
  if (elf.readUInt32BE(0) !== 0x7f454c46 || elf[4] !== 2 || elf[5] !== 1)
    throw new TypeError("not a little-endian ELF-64 file");
  const sections = readSections(elf);
  const kept = sections.filter(({ index, flags }) => index === 0 || (flags & SHF_ALLOC) !== 0n);
  const newIndex = new Map(kept.map(({ index }, at) => [index, at]));
  const names = packNames(kept);
  const mappedBytes = endOfMapped(elf);
  const namesOffset = align(mappedBytes, 8);
  const headersOffset = align(namesOffset + names.bytes.length, 8);
  const stripped = Buffer.alloc(headersOffset + (kept.length + 1) * SECTION_BYTES);
  elf.copy(stripped, 0, 0, mappedBytes);
  names.bytes.copy(stripped, namesOffset);
  kept.forEach((section, at) => {
    const header = stripped.subarray(headersOffset + at * SECTION_BYTES);
    section.header.copy(header);
    header.writeUInt32LE(names.offsets[at], SECTION.name);
    header.writeUInt32LE(newIndex.get(section.link) ?? 0, SECTION.link);
    const pointsToSection = (section.flags & SHF_INFO_LINK) !== 0n;
    if (pointsToSection) header.writeUInt32LE(newIndex.get(section.info) ?? 0, SECTION.info);
  });
  const nameTable = stripped.subarray(headersOffset + kept.length * SECTION_BYTES);
  nameTable.writeUInt32LE(names.ownOffset, SECTION.name);
  nameTable.writeUInt32LE(SHT_STRTAB, SECTION.type);
  nameTable.writeBigUInt64LE(BigInt(namesOffset), SECTION.offset);
  nameTable.writeBigUInt64LE(BigInt(names.bytes.length), SECTION.size);
  nameTable.writeBigUInt64LE(1n, 48);
  stripped.writeBigUInt64LE(BigInt(headersOffset), HEADER.shoff);
  stripped.writeUInt16LE(kept.length + 1, HEADER.shnum);
  stripped.writeUInt16LE(kept.length, HEADER.shstrndx);
  return stripped;
}

function readSections(elf) {
  const start = Number(elf.readBigUInt64LE(HEADER.shoff));
  const count = elf.readUInt16LE(HEADER.shnum);
  const headers = Array.from({ length: count }, (_, index) => {
    const from = start + index * SECTION_BYTES;
    return elf.subarray(from, from + SECTION_BYTES);
  });
  const nameTable = headers[elf.readUInt16LE(HEADER.shstrndx)];
  const namesFrom = Number(nameTable.readBigUInt64LE(SECTION.offset));
  return headers.map((header, index) => {
    const from = namesFrom + header.readUInt32LE(SECTION.name);
    return {
      header,
      index,
      name: elf.toString("latin1", from, elf.indexOf(0, from)),
      flags: header.readBigUInt64LE(SECTION.flags),
      link: header.readUInt32LE(SECTION.link),
      info: header.readUInt32LE(SECTION.info),
    };
  });
}

function packNames(sections) {
  const all = [...sections.map(({ name }) => name), ".shstrtab"];
  let next = 0;
  const offsets = all.map((name) => {
    const at = next;
    next += name.length + 1;
    return at;
  });
  const bytes = Buffer.from(all.map((name) => `${name}\0`).join(""), "latin1");
  return { bytes, offsets: offsets.slice(0, -1), ownOffset: offsets.at(-1) };
}

function endOfMapped(elf) {
  const start = Number(elf.readBigUInt64LE(HEADER.phoff));
  const size = elf.readUInt16LE(HEADER.phentsize);
  const ends = Array.from({ length: elf.readUInt16LE(HEADER.phnum) }, (_, index) => {
    const header = elf.subarray(start + index * size);
    if (header.readUInt32LE(0) !== PT_LOAD) return 0;
    return Number(header.readBigUInt64LE(8) + header.readBigUInt64LE(32));
  });
  return Math.max(...ends);
}

function align(offset, to) {
  return Math.ceil(offset / to) * to;
}
