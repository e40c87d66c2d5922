//! Invitations on paper: a QR code as SVG, and A4 pages of eight slips each.

use super::{ExportError, InvitationRow};
use crate::domain::definition::{Language, Round};
use crate::text::sheet;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// Light modules around a code.
const QUIET: usize = 4;

/// Print styles: eight slips an A4 page, cut along the dashed lines.
const STYLE: &str = "@page{size:A4;margin:8mm}*{box-sizing:border-box;margin:0}body{font:9.5pt/1.4 'PingFang SC',\
'Noto Sans SC','Noto Sans CJK SC','Microsoft YaHei',system-ui,sans-serif;color:#000}.page{display:grid;grid-template-columns:1fr 1fr;\
grid-auto-rows:70mm;border:.3mm dashed #777;border-width:.3mm 0 0 .3mm}.page+.page{break-before:page}.slip{border:.3mm dashed #777;\
border-width:0 .3mm .3mm 0;padding:4mm 5mm;display:grid;grid-template-columns:1fr 32mm;grid-template-rows:1fr auto auto auto;gap:1mm 3mm;\
overflow:hidden;break-inside:avoid}.slip h2{font-size:11pt;line-height:1.3;margin-bottom:1mm}.slip p+p{margin-top:1mm}\
.slip svg{width:32mm;height:32mm}.wide{grid-column:1/-1}.link{font:10pt/1.35 ui-monospace,Consolas,'Noto Sans Mono',monospace;word-break:break-all}\
.token{font:700 14pt/1.2 ui-monospace,Consolas,'Noto Sans Mono',monospace;letter-spacing:.04em;white-space:nowrap}.code{white-space:nowrap}\
.who{font-size:8.5pt;line-height:1.35}.who span{display:inline-block;margin-right:2mm}.small{font-size:8.5pt;color:#333;display:flex;justify-content:space-between;gap:3mm}.small span+span{text-align:right}";

/// The link as a QR code: SVG with its own quiet zone, black on white, error correction M. Dark modules beside one another
/// are one stroke, since a city's slips are thousands of codes.
pub fn qr_svg(link: &str) -> Result<String, ExportError> {
    let code = QrCode::with_error_correction_level(link, EcLevel::M).map_err(|_| ExportError::Code {
        length: link.chars().count(),
    })?;
    let side = code.width() + 2 * QUIET;
    let mut strokes = String::new();
    for (y, row) in code.to_colors().chunks(code.width()).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let _ = write!(strokes, "M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len());
            }
            x += run.len();
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{strokes}\"/></svg>"
    ))
}

/// A printable page of slips, eight an A4 page, in the order of `rows`. Each says who asks and where to call, so that
/// nobody takes it for a fraud.
pub fn slips_html(round: &Round, rows: &[InvitationRow], language: Language) -> Result<Markup, ExportError> {
    let slips = rows
        .iter()
        .map(|row| slip(round, row, language))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(html! {
        (DOCTYPE)
        html lang=(if language == Language::Zh { "zh-CN" } else { "en" }) {
            head { meta charset="utf-8"; title { (round.title.get(language)) } style { (PreEscaped(STYLE)) } }
            body { @for page in slips.chunks(8) { div.page { @for slip in page { (slip) } } } }
        }
    })
}

fn slip(round: &Round, row: &InvitationRow, language: Language) -> Result<Markup, ExportError> {
    let text = sheet::of(language);
    let code = qr_svg(&row.link)?;
    let (address, token) = typed(row);
    let who = [
        (text.slip_who[0], &round.header.issuing_body),
        (text.slip_who[1], &round.contact.agency),
        (text.slip_who[2], &round.contact.phone),
    ];
    let who = who.iter().filter(|(_, value)| !value.is_empty());
    Ok(html! {
        section.slip {
            div {
                h2 { (round.title.get(language)) }
                p { (text.slip[0]) }
                p { (text.slip[1]) }
            }
            // Made above from modules alone; the link is not in it as text.
            (PreEscaped(code))
            div.wide { div.link { (address) } p.code { (text.slip[2]) " " span.token { (token) } } }
            p.who.wide { @for (label, value) in who { span { (label) (value) } " " } }
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
