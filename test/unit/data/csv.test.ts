import { describe, expect, it } from 'vitest';
import { formatCsv, parseCsv } from '../../../src-main/data/csv.ts';

const parse = (text: string): ReturnType<typeof parseCsv> => parseCsv(Buffer.from(text), 'some.csv');

describe('parseCsv', () => {
  it('gives the line on which each record begins, whatever the line ends and the quoted newlines', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['id,text', '1,"first', 'second"', '', '2,plain', ',', '"3","say ""hi"""'].join(end) + end;
      expect(parse(text)).toEqual({
        header: ['id', 'text'],
        rows: [
          { row: 2, cells: ['1', `first${end}second`] },
          { row: 5, cells: ['2', 'plain'] },
          { row: 7, cells: ['3', 'say "hi"'] },
        ],
      });
    }
  });

  it('keeps spaces, and quotes inside unquoted cells', () => {
    expect(parse('a,b\n x ,5" screen\n').rows[0]!.cells).toEqual([' x ', '5" screen']);
  });

  it('keeps records that are too short or too long', () => {
    expect(parse('a,b\n1\n1,2,3').rows.map(({ cells }) => cells.length)).toEqual([1, 3]);
  });

  it.each([
    ['UTF-8', Buffer.from('열,b\n한국,똠\n')],
    ['UTF-8 with BOM', Buffer.from('\ufeff열,b\n한국,똠\n')],
    ['UTF-16 with BOM', Buffer.from('\ufeff열,b\n한국,똠\n', 'utf16le')],
    // 똠 is in CP949 only, not in plain EUC-KR; bytes from Python's 'cp949' codec.
    ['CP949', Buffer.from('bfad2c620ac7d1b1b92c8c630a', 'hex')],
  ])('reads %s', (_, bytes) => {
    expect(parseCsv(bytes, 'some.csv')).toEqual({
      header: ['열', 'b'],
      rows: [{ row: 2, cells: ['한국', '똠'] }],
    });
  });

  it('names the first line in no encoding', () => {
    const bytes = Buffer.concat([
      Buffer.from('a,b\n1,2\n'),
      Buffer.from([0xff, 0xff]),
      Buffer.from('\n3,4\n'),
    ]);
    expect(() => parseCsv(bytes, 'some.csv')).toThrow('some.csv, row 3: neither UTF-8 nor CP949');
  });

  it('names the line of a quote that is never closed', () => {
    expect(() => parse('a,b\n1,2\n\n3,"open\n4,5\n6,7\n')).toThrow(
      'some.csv, row 4: a quote is opened here and never closed',
    );
  });

  it.each(['', '\n\n', '\ufeff'])('refuses the empty file %j', (text) => {
    expect(() => parse(text)).toThrow('some.csv is empty');
  });
});

describe('formatCsv', () => {
  it('quotes what needs quotes', () => {
    const rows = [
      ['1', 'a,b'],
      ['2', 'say "hi"'],
      ['3', 'two\nlines'],
      [4, '한국'],
    ];
    expect(formatCsv(['id', 'text'], rows)).toBe(
      'id,text\n1,"a,b"\n2,"say ""hi"""\n3,"two\nlines"\n4,한국\n',
    );
  });
});
