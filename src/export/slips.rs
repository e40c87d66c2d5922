//! Invitations on paper: a QR code as SVG, and A4 pages of eight slips each.

use super::{ExportError, InvitationRow};
use crate::domain::definition::Language;
use crate::text::sheet::{self, SheetText};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

/// Print styles: eight slips an A4 page, cut along the dashed lines.
const STYLE: &str = "@page{size:A4;margin:8mm}*{box-sizing:border-box;margin:0}body{font:10.5pt/1.45 'PingFang SC',\
'Noto Sans SC','Noto Sans CJK SC','Microsoft YaHei',system-ui,sans-serif;color:#000}.page{display:grid;grid-template-columns:1fr 1fr;\
grid-auto-rows:69mm;border:.3mm dashed #777;border-width:.3mm 0 0 .3mm}.page+.page{break-before:page}.slip{border:.3mm dashed #777;\
border-width:0 .3mm .3mm 0;padding:5mm;display:grid;grid-template-columns:1fr 34mm;grid-template-rows:1fr auto auto;gap:2mm 3mm;\
overflow:hidden;break-inside:avoid}.slip h2{font-size:12pt;line-height:1.35;margin-bottom:1.5mm}.slip p+p{margin-top:1mm}\
.slip svg{width:34mm;height:34mm}.wide{grid-column:1/-1}.link{font:10pt/1.35 ui-monospace,Consolas,'Noto Sans Mono',monospace;word-break:break-all}\
.token{font:700 15pt/1.3 ui-monospace,Consolas,'Noto Sans Mono',monospace;letter-spacing:.04em;white-space:nowrap}.code{white-space:nowrap}\
.small{font-size:8.5pt;color:#333;display:flex;justify-content:space-between;gap:3mm}.small span+span{text-align:right}";

/// The link as a QR code: SVG with its own quiet zone, black on white, error correction M.
pub fn qr_svg(link: &str) -> Result<String, ExportError> {
    let code = QrCode::with_error_correction_level(link, EcLevel::M).map_err(|_| ExportError::Code {
        length: link.chars().count(),
    })?;
    let drawn = code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .quiet_zone(true)
        .build();
    // Without the XML declaration the drawing may stand in a page as well as in a file.
    Ok(drawn
        .split_once("?>")
        .map_or(drawn.clone(), |(_, svg)| svg.trim_start().to_string()))
}

/// A printable page of slips, eight an A4 page, in the order of `rows`.
pub fn slips_html(title: &str, rows: &[InvitationRow], language: Language) -> Result<Markup, ExportError> {
    let text = sheet::of(language);
    let slips = rows
        .iter()
        .map(|row| slip(title, row, text))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        (DOCTYPE)
        html lang=(if language == Language::Zh { "zh-CN" } else { "en" }) {
            head { meta charset="utf-8"; title { (title) } style { (PreEscaped(STYLE)) } }
            body { @for page in slips.chunks(8) { div.page { @for slip in page { (slip) } } } }
        }
    })
}

fn slip(title: &str, row: &InvitationRow, text: &SheetText) -> Result<Markup, ExportError> {
    let code = qr_svg(&row.link)?;
    let (address, token) = typed(row);
    Ok(html! {
        section.slip {
            div { h2 { (title) } p { (text.slip[0]) } p { (text.slip[1]) } }
            // Made above from modules alone; the link is not in it as text.
            (PreEscaped(code))
            div.wide { div.link { (address) } p.code { (text.slip[2]) " " span.token { (token) } } }
            // Who hands out slips finds the unit by its number in the sample and its reference in the frame.
            p.small.wide { span { (text.slip[4]) } span { (text.slip[3]) " " (row.sample_no) " · " (row.unit_ref) } }
        }
    })
}

/// What is typed where there is no camera: the address up to the code, and the code in groups, which the server takes
/// with hyphens as well. A link that does not end with the code stays whole.
fn typed(row: &InvitationRow) -> (&str, &str) {
    let plain: String = row.token.chars().filter(char::is_ascii_alphanumeric).collect();
    (row.link.strip_suffix(&plain).unwrap_or(&row.link), &row.token)
}
