//! Accessibility: axe-core, run in a document.

use fantoccini::Client;
use serde_json::{Value, json};

use crate::Done;

/// Runs axe-core's rules and returns its violations, each as one line: rule, element, why.
pub(crate) async fn violations(client: &Client, axe: &str) -> Done<Vec<String>> {
    // Twice in one document is once too often: the text is half a megabyte.
    if client.execute("return typeof window.axe", vec![]).await? != "object" {
        client.execute(&format!("{axe}\nwindow.axe = axe;"), vec![]).await?;
    }
    let run = "const done = arguments[arguments.length - 1]; \
               axe.run(document, { resultTypes: ['violations'] }) \
                 .then((result) => done(result.violations), (error) => done(String(error)))";
    let found = client.execute_async(run, vec![]).await?;
    let Some(found) = found.as_array() else { return Ok(vec![format!("axe failed: {found}")]) };
    Ok(found.iter().flat_map(lines).collect())
}

fn lines(violation: &Value) -> Vec<String> {
    let nodes = violation["nodes"].as_array().cloned().unwrap_or_default();
    let line = |node: &Value| {
        let why = node["failureSummary"].as_str().unwrap_or_default().replace('\n', " ");
        format!("{} at {}: {why}", violation["id"], node["target"])
    };
    if nodes.is_empty() {
        vec![json!(violation["id"]).to_string()]
    } else {
        nodes.iter().map(line).collect()
    }
}
