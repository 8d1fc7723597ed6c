-- Write the fragments of a report as calls to the functions of laporan.typ.  The tables come with widths and type size.

-- Raw text ends in `#none;` where a text like "- 5" or "1. a" that follows would begin a list in Typst.
-- pandoc.write takes most of a millisecond a call: only cells that hold more than one paragraph need it.
local UNWRAPPED = pandoc.WriterOptions { wrap_text = 'none' }

local function written(blocks)
  return (pandoc.write(pandoc.Pandoc(blocks), 'typst', UNWRAPPED):gsub('%s+$', ''))
end

local function raw(text)
  return pandoc.RawInline('typst', text)
end

local function quoted(text)
  return '"' .. text:gsub('\\', '\\\\'):gsub('"', '\\"') .. '"'
end

local function label(id)
  return id ~= '' and (' <' .. id .. '>') or ''
end

local BLOCKS = { depan = true, isi = true, mendatar = true, catatan = true, celah = true, ['tanda-tangan'] = true,
  sampul = true, ruang = true, nama = true, ['halaman-baru'] = true }
local SPANS = { kosong = true, ditolak = true, nomor = true }

-- pandoc makes ’ straight, and Typst takes a hyphen before a question mark for a place to break: neither is what was
-- typed.  pdf.py puts the ’ back.
function Str(str)
  str.text = str.text:gsub('’', '\u{fdd0}'):gsub('%-%?', '-\u{2060}?')
  return str
end

function Image(image)
  local size = image.attributes
  return pandoc.RawInline('typst', '#image(' .. quoted(image.src) .. ', alt: ' .. quoted(pandoc.utils.stringify(image.caption))
    .. (size.w and (', width: ' .. size.w .. 'mm') or '') .. (size.h and (', height: ' .. size.h .. 'mm') or '') .. ')')
end

function Span(span)
  for _, class in ipairs(span.classes) do
    if SPANS[class] then
      return { raw('#' .. class .. '[#none;'), pandoc.Span(span.content), raw(']') }
    end
  end
end

function Link(link)
  if link.classes:includes('rujuk') then
    link.content = link.content:walk { Space = function() return pandoc.Str('\u{a0}') end }
    return link
  end
end

-- pandoc's writer keeps a raw inline inside a heading, but bookmarks want plain text there.
function Header(header)
  header.level = header.level - 1
  header.content = header.content:walk { RawInline = function() return {} end }
  return header
end

-- Append to `out` the inlines of a cell; a text that would begin a list or a heading in Typst is kept from doing so.
local function content(out, blocks)
  if #blocks == 0 then return end
  if #blocks > 1 or (blocks[1].t ~= 'Plain' and blocks[1].t ~= 'Para') then
    out[#out + 1] = raw('#none;\n' .. written(blocks))
    return
  end
  local first = blocks[1].content[1]
  if first and first.t == 'Str' and (first.text:find('^[-+=/]') or first.text:find('^%d+%.$')) then out[#out + 1] = raw('#none;') end
  for _, inline in ipairs(blocks[1].content) do out[#out + 1] = inline end
end

local function cells(out, row, head)
  local function has(name) return row.classes:includes(name) end
  local strong = head or has('kelompok') or has('jumlah') or has('t1')
  for _, cell in ipairs(row.cells) do
    local options = {}
    local function option(text) options[#options + 1] = text end
    if cell.col_span > 1 then option('colspan: ' .. cell.col_span) end
    if cell.row_span > 1 then option('rowspan: ' .. cell.row_span) end
    if cell.classes:includes('n') then option('align: right' .. (head and ' + bottom' or '')) elseif head then option('align: left + bottom') end
    if head then option('fill: warna-kepala') elseif has('kelompok') then option('fill: warna-kelompok') end
    if cell.attr.attributes.panjang then option('breakable: true') end
    if head and cell.col_span > 1 then option('stroke: garis-kelompok') elseif has('jumlah') then option('stroke: garis-jumlah') end
    if cell.attr.attributes.masuk then option('inset: masuk(' .. cell.attr.attributes.masuk .. ')') end
    local opening = #options == 0 and '[' or ('table.cell(' .. table.concat(options, ', ') .. ')[')
    out[#out + 1] = raw(opening .. (strong and '#tebal[' or ''))
    content(out, cell.contents)
    out[#out + 1] = raw((strong and ']' or '') .. '],\n')
  end
end

function Table(tbl)
  local out, widths = {}, {}
  for _, spec in ipairs(tbl.colspecs) do widths[#widths + 1] = spec[2] and string.format('%.3f%%', spec[2] * 100) or '1fr' end
  out[1] = raw('#tabel(huruf: ' .. (tbl.attributes.pt or '9') .. 'pt, utuh: ' .. (tbl.attributes.utuh and 'true' or 'false')
    .. ', columns: (' .. table.concat(widths, ', ') .. ',), table.hline(stroke: garis-atas),\n')
  if #tbl.head.rows > 0 then
    out[#out + 1] = raw('table.header(')
    for _, row in ipairs(tbl.head.rows) do cells(out, row, true) end
    out[#out + 1] = raw('),\n')
  end
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.head) do cells(out, row, false) end
    for _, row in ipairs(body.body) do cells(out, row, false) end
  end
  for _, row in ipairs(tbl.foot.rows) do cells(out, row, false) end
  out[#out + 1] = raw('table.hline(stroke: garis-bawah))')
  return pandoc.Plain(out)
end

local function wrapped(opening, blocks, closing)
  local out = pandoc.Blocks { pandoc.RawBlock('typst', opening) }
  out:extend(blocks)
  out:insert(pandoc.RawBlock('typst', closing))
  return out
end

function Figure(figure)
  local kind = figure.classes:includes('gambar') and 'gambar' or 'tabel'
  local listed = figure.classes:includes('tanpa-nomor') and 'false' or 'true'
  local caption = { raw('#' .. kind .. '-berjudul([#none;') }
  for _, inline in ipairs(pandoc.utils.blocks_to_inlines(figure.caption.long)) do caption[#caption + 1] = inline end
  caption[#caption + 1] = raw('], tercantum: ' .. listed .. ')[')
  local out = pandoc.Blocks { pandoc.Plain(caption) }
  out:extend(figure.content)
  out:insert(pandoc.RawBlock('typst', ']' .. label(figure.identifier)))
  return out
end

function Div(div)
  for _, class in ipairs(div.classes) do
    if BLOCKS[class] then
      return wrapped('#' .. class .. '[', div.content, ']' .. label(div.identifier))
    elseif class:find('^sampul%-') then
      return wrapped('#baris-sampul(' .. quoted(class:sub(8)) .. ')[', div.content, ']')
    elseif class == 'daftar' then
      return pandoc.RawBlock('typst', '#daftar-daftar(tabel: ' .. (div.attributes.tabel or 'false') .. ', gambar: '
        .. (div.attributes.gambar or 'false') .. ')')
    end
  end
  if div.identifier == '' then return div.content end
end
