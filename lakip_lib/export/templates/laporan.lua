-- Write the fragments of a report as calls to the functions of laporan.typ.  The tables come with widths and type size.

local function typ(blocks)
  return (pandoc.write(pandoc.Pandoc(blocks), 'typst'):gsub('%s+$', ''))
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

function Image(image)
  local size = image.attributes
  return pandoc.RawInline('typst', '#image(' .. quoted(image.src) .. ', alt: ' .. quoted(pandoc.utils.stringify(image.caption))
    .. (size.w and (', width: ' .. size.w .. 'mm') or '') .. (size.h and (', height: ' .. size.h .. 'mm') or '') .. ')')
end

function Span(span)
  for _, class in ipairs(span.classes) do
    if SPANS[class] then
      return { pandoc.RawInline('typst', '#' .. class .. '['), pandoc.Span(span.content), pandoc.RawInline('typst', ']') }
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

local function cells(row, head)
  local out = {}
  local function has(name) return row.classes:includes(name) end
  for index, cell in ipairs(row.cells) do
    local options = {}
    local function option(text) options[#options + 1] = text end
    if cell.col_span > 1 then option('colspan: ' .. cell.col_span) end
    if cell.row_span > 1 then option('rowspan: ' .. cell.row_span) end
    if cell.classes:includes('n') then option('align: right' .. (head and ' + bottom' or '')) elseif head then option('align: left + bottom') end
    if head then option('fill: warna-kepala') elseif has('kelompok') then option('fill: warna-kelompok') end
    if cell.attr.attributes.panjang or (cell.row_span > 1 and not head) then option('breakable: true') end
    if head and cell.col_span > 1 then option('stroke: garis-kelompok') elseif has('jumlah') then option('stroke: garis-jumlah') end
    if cell.attr.attributes.masuk then option('inset: masuk(' .. cell.attr.attributes.masuk .. ')') end
    local text = typ(cell.contents)
    if head or has('kelompok') or has('jumlah') or has('t1') then text = '#tebal[' .. text .. ']' end
    if #options == 0 then
      out[#out + 1] = '[' .. text .. '],'
    else
      out[#out + 1] = 'table.cell(' .. table.concat(options, ', ') .. ')[' .. text .. '],'
    end
  end
  return table.concat(out, ' ')
end

function Table(tbl)
  local out, widths = {}, {}
  for _, spec in ipairs(tbl.colspecs) do widths[#widths + 1] = spec[2] and string.format('%.3f%%', spec[2] * 100) or '1fr' end
  out[#out + 1] = '#tabel(huruf: ' .. (tbl.attributes.pt or '9') .. 'pt, columns: (' .. table.concat(widths, ', ') .. ',),'
  out[#out + 1] = 'table.hline(stroke: garis-atas),'
  if #tbl.head.rows > 0 then
    out[#out + 1] = 'table.header('
    for _, row in ipairs(tbl.head.rows) do out[#out + 1] = cells(row, true) end
    out[#out + 1] = '),'
  end
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.head) do out[#out + 1] = cells(row, false) end
    for _, row in ipairs(body.body) do out[#out + 1] = cells(row, false) end
  end
  for _, row in ipairs(tbl.foot.rows) do out[#out + 1] = cells(row, false) end
  out[#out + 1] = 'table.hline(stroke: garis-bawah),'
  out[#out + 1] = ')'
  return pandoc.RawBlock('typst', table.concat(out, '\n'))
end

function Figure(figure)
  local kind = figure.classes:includes('gambar') and 'gambar' or 'tabel'
  local listed = figure.classes:includes('tanpa-nomor') and 'false' or 'true'
  return pandoc.RawBlock('typst', '#' .. kind .. '-berjudul([' .. typ(figure.caption.long) .. '], tercantum: ' .. listed .. ')[\n'
    .. typ(figure.content) .. '\n]' .. label(figure.identifier))
end

function Div(div)
  for _, class in ipairs(div.classes) do
    if BLOCKS[class] then
      return pandoc.RawBlock('typst', '#' .. class .. '[\n' .. typ(div.content) .. '\n]' .. label(div.identifier))
    elseif class:find('^sampul%-') then
      return pandoc.RawBlock('typst', '#baris-sampul(' .. quoted(class:sub(8)) .. ')[\n' .. typ(div.content) .. '\n]')
    elseif class == 'daftar' then
      return pandoc.RawBlock('typst', '#daftar-daftar(tabel: ' .. (div.attributes.tabel or 'false') .. ', gambar: '
        .. (div.attributes.gambar or 'false') .. ')')
    end
  end
  if div.identifier == '' then return div.content end
end
