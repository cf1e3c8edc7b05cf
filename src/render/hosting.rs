//! Files that hosts read: `robots.txt`, `_headers`, `_redirects`, `.nojekyll`.
//!
//! `_headers` and `_redirects` are in the form that Netlify and Cloudflare Pages share. Rules use wildcards,
//! since hosts limit their number.

use crate::artifact::Artifact;

use super::{Page, Renderer, artifact, llms, markdown};

/// The policy that every page of the default theme obeys; the same as in its `<meta>`, plus what only a
/// header may say.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types wenda";

/// All of them; a file of the same name in `content/` takes the place of ours, but for `_redirects`, which the site
/// stage refuses, since ours holds the aliases.
pub(super) fn files(renderer: &Renderer<'_>, pages: &[Page]) -> Vec<Artifact> {
    let own = |path: &str| renderer.site.assets.iter().any(|asset| asset.path == path);
    let generated = [
        ("robots.txt", robots(renderer)),
        ("_headers", headers(renderer, pages)),
        (".nojekyll", String::new()),
        ("_redirects", redirects(renderer)),
    ];
    generated
        .into_iter()
        .filter(|(path, _)| !own(path))
        .map(|(path, text)| artifact(path, text.into_bytes()))
        .collect()
}

fn robots(renderer: &Renderer<'_>) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if let Some(base_url) = &renderer.site.base_url {
        text.push_str(&format!("\nSitemap: {}\n", base_url.join("/sitemap.xml")));
    }
    text
}

/// Hosts match these rules against the path on the host, base path included.
fn headers(renderer: &Renderer<'_>, pages: &[Page]) -> String {
    let base = base_path(renderer);
    let mut text = format!("{base}*\n  Content-Security-Policy: {}\n", policy(renderer));
    text.push_str("  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n");
    text.push_str("  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=()\n");
    // Other sites may show a tree with the script that lies beside it.
    if !renderer.troubleshooter.trees.is_empty() {
        text.push_str(&format!("{base}troubleshoot/*\n  Access-Control-Allow-Origin: *\n"));
    }
    // What lies in a folder named by a hash never changes; a placeholder stands for one segment on both hosts.
    for folder in ["_theme/*", "search/:index/*"] {
        text.push_str(&format!("{base}{folder}\n  Cache-Control: public, max-age=31536000, immutable\n"));
    }
    text.push_str(&for_models(renderer, pages));
    text
}

/// [`POLICY`], and the host that readers' answers are sent to, as in `partials/policy.html`.
fn policy(renderer: &Renderer<'_>) -> String {
    let Some(origin) = renderer.site.config.endpoint_origin() else { return POLICY.to_string() };
    let directives = POLICY.split("; ").map(|directive| match directive {
        "connect-src 'self'" | "form-action 'self'" => format!("{directive} {origin}"),
        _ => directive.to_string(),
    });
    directives.collect::<Vec<_>>().join("; ")
}

/// Chinese text without a charset is often read as something else; and the twins of pages must not be found in their
/// place. A wildcard in the middle is read differently by different hosts, so there is a rule for each depth.
fn for_models(renderer: &Renderer<'_>, pages: &[Page]) -> String {
    let (site, base) = (renderer.site, base_path(renderer));
    let twin = |depth: usize| {
        let folders: String = (1..=depth).map(|number| format!(":folder{number}/")).collect();
        (format!("{folders}index.md"), "text/markdown")
    };
    let lists = site.locales().map(|(locale, _)| {
        (llms::path(site, locale).as_str().trim_start_matches('/').to_string(), "text/plain")
    });
    let rule = |(path, kind)| {
        format!("{base}{path}\n  Content-Type: {kind}; charset=utf-8\n  X-Robots-Tag: noindex\n")
    };
    lists.chain(markdown::depths(site, pages).map(twin)).map(rule).collect()
}

fn redirects(renderer: &Renderer<'_>) -> String {
    let (site, base) = (renderer.site, base_path(renderer));
    let base = base.trim_end_matches('/');
    let rule = |alias: &crate::site::Alias| {
        let to = site.set_path(alias.set, alias.locale).encoded();
        format!("{base}{} {base}{to} 301\n", alias.from.encoded())
    };
    site.aliases.iter().map(rule).collect()
}

fn base_path(renderer: &Renderer<'_>) -> String {
    renderer.site.base_url.as_ref().map_or_else(|| "/".to_string(), |url| url.path().to_string())
}
