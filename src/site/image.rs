//! The picture that stands for the site where other programs show a card of a page.

use crate::diag::{Code, Diagnostic, Text};
use crate::suggest::nearest;

use super::{AssetIndex, Site};

/// What programs that show such cards can draw; none of them draws SVG.
const FORMATS: [&str; 5] = ["png", "jpg", "jpeg", "webp", "gif"];

/// The file that `image:` of `site.yaml` names.
pub(super) fn resolve(site: &Site<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<AssetIndex> {
    let written = site.config.image.as_ref()?;
    let path = written.value.trim_start_matches('/');
    let Some(index) = site.assets.iter().position(|asset| asset.path == path) else {
        let message = Text::new(format!("没有文件 `{path}`"), format!("there is no file `{path}`"));
        let is_picture = |path: &&str| is_drawable(path);
        let pictures = site.assets.iter().map(|asset| asset.path.as_str()).filter(is_picture);
        let missing = Diagnostic::new(Code::AssetMissing, message).at(written.span);
        diagnostics.push(match nearest(path, pictures) {
            Some(meant) => missing.did_you_mean(Some(meant)),
            None => missing.help(
                "写图片在 content/ 下的路径，例如 `assets/card.png`",
                "give the picture's path below content/, such as `assets/card.png`",
            ),
        });
        return None;
    };
    if !is_drawable(path) {
        let message = Text::new(
            format!("`{path}` 不能当卡片图片"),
            format!("`{path}` cannot be the picture of a card"),
        );
        diagnostics.push(Diagnostic::new(Code::ValueInvalid, message).at(written.span).help(
            "用 PNG、JPEG、WebP 或 GIF 图片，1200×630 像素最合适",
            "use a PNG, JPEG, WebP or GIF; 1200 by 630 pixels is best",
        ));
        return None;
    }
    Some(AssetIndex(index))
}

fn is_drawable(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    FORMATS.iter().any(|format| extension.eq_ignore_ascii_case(format))
}
