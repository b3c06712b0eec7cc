//! The Phone system page: what is entered there is stored, secrets are not shown again, and a line
//! that does not register says why.

use std::net::UdpSocket;

use sidetone_e2e::{Done, Setup, Stage, View, run};

use crate::console::{console, no_findings};

const PASSWORD: &str = "e2e-line-password-41";

/// The page of the tenant with an agent.
pub async fn phone(stage: &Stage) -> Done<View> {
    let page = console(stage).await?;
    page.click("link", "Phone system").await?;
    page.wait_text("All changes are saved.").await?;
    Ok(page)
}

/// A phone system that refuses every registration. Its address.
fn refuses_everybody() -> std::io::Result<String> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    let address = socket.local_addr()?.to_string();
    // It ends with the process of the tests.
    std::thread::spawn(move || {
        let mut buffer = vec![0; 8_192];
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            let request = String::from_utf8_lossy(&buffer[..length]).into_owned();
            let kept = request.split("\r\n").skip(1).filter_map(|line| {
                let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
                match name.as_str() {
                    "to" => Some(format!("{line};tag=pbx\r\n")),
                    "via" | "from" | "call-id" | "cseq" => Some(format!("{line}\r\n")),
                    _ => None,
                }
            });
            let kept: String = kept.collect();
            let answer = format!("SIP/2.0 403 Forbidden\r\n{kept}Content-Length: 0\r\n\r\n");
            if request.starts_with("REGISTER ") && socket.send_to(answer.as_bytes(), from).is_err()
            {
                return;
            }
        }
    });
    Ok(address)
}

#[tokio::test]
async fn a_line_is_set_up_and_a_refused_one_says_why_and_shows_what_was_said() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_phone", setup, async |stage| {
        let page = phone(stage).await?;
        page.wait_text("Nobody is called.").await?;
        no_findings(stage, &page).await?;

        // What is wrong stands at its field.
        page.keys("radio", "A SIP line for each agent", " ").await?;
        page.wait_text("Once this is saved, calls are real").await?;
        page.fill("Server", "two words").await?;
        page.click("button", "Save").await?;
        page.wait_text("Write a host name or an IP address").await?;
        assert_eq!(page.focused().await?, "Server");
        no_findings(stage, &page).await?;

        let server = refuses_everybody().map_err(|e| e.to_string());
        page.fill("Server", &server.unwrap_or_default()).await?;
        page.click("button", "Save").await?;
        page.wait_text("The phone system is saved.").await?;
        page.wait_text("All changes are saved.").await?;

        page.click("button", "Change the line of Demo Agent").await?;
        page.fill("Line", "201").await?;
        page.fill("Password", PASSWORD).await?;
        no_findings(stage, &page).await?;
        page.enter("textbox", "Line").await?;
        page.wait_text("The line of Demo Agent is saved.").await?;
        page.wait_text("Not registered").await?;
        no_findings(stage, &page).await?;

        page.click("button", "Test the line of Demo Agent").await?;
        page.fill("Number to call", "201").await?;
        page.enter("textbox", "Number to call").await?;
        page.wait_text("The test failed at: Registration.").await?;
        page.wait_text("403 Forbidden").await?;
        no_findings(stage, &page).await?;
        let html = page.script("return document.documentElement.outerHTML", vec![]).await?;
        assert!(!html.as_str().unwrap_or_default().contains(PASSWORD));
        page.click("button", "Close").await?;

        // After a reload it is all there, and the password is not.
        stage.tab.reload().await?;
        page.wait_text("All changes are saved.").await?;
        assert!(page.is_set("radio", "A SIP line for each agent").await?);
        page.wait_text("201").await?;
        page.click("button", "Change the line of Demo Agent").await?;
        page.wait("button", "Update Password…").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_trunk_says_where_it_reaches_us_and_its_password_goes_alone() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_phone_trunk", setup, async |stage| {
        let page = phone(stage).await?;
        page.keys("radio", "A SIP trunk", " ").await?;
        page.wait_text("Where it reaches Sidetone").await?;
        page.wait_text("127.0.0.1, UDP ports 20000 to 29999").await?;
        page.fill("Server", "127.0.0.1:9").await?;
        page.fill("Account", "sidetone").await?;
        page.fill("Password", PASSWORD).await?;
        page.keys("radio", "By our address", " ").await?;
        page.click("button", "Save").await?;
        page.wait_text("The phone system is saved.").await?;

        // What is stored is there after a reload, and is not shown.
        stage.tab.reload().await?;
        page.wait_text("All changes are saved.").await?;
        page.wait("button", "Update Password…").await?;
        assert!(!page.has("textbox", "Password").await?);
        let html = page.script("return document.documentElement.outerHTML", vec![]).await?;
        assert!(!html.as_str().unwrap_or_default().contains(PASSWORD));
        no_findings(stage, &page).await?;

        // It goes only when that is saved, and until then it can stay.
        page.click("button", "Remove Password").await?;
        page.wait_text("Removed when you save.").await?;
        page.wait_text("Your changes are not saved.").await?;
        assert_eq!(page.focused().await?, "Keep the stored one");
        no_findings(stage, &page).await?;
        page.click("button", "Keep the stored one").await?;
        page.wait_text("All changes are saved.").await?;
        assert_eq!(page.focused().await?, "Update Password…");
        stage.tab.reload().await?;
        page.wait_text("All changes are saved.").await?;
        page.wait("button", "Update Password…").await?;

        page.click("button", "Remove Password").await?;
        page.click("button", "Save").await?;
        // An open field: there is none any more, and nothing else has gone with it.
        page.wait("textbox", "Password").await?;
        stage.tab.reload().await?;
        page.wait_text("All changes are saved.").await?;
        page.wait("textbox", "Password").await?;
        assert!(!page.has("button", "Remove Password").await?);
        assert_eq!(page.value("Server").await?, "127.0.0.1:9");
        assert_eq!(page.value("Account").await?, "sidetone");
        assert!(page.is_set("radio", "By our address").await?);
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_phone_system_that_is_not_saved_is_not_lost_unasked() {
    let setup = Setup::new().without_page().with_failing_requests();
    run("console_phone_leave", setup, async |stage| {
        let page = phone(stage).await?;
        page.keys("radio", "A SIP trunk", " ").await?;
        page.fill("Server", "sip.example.com").await?;
        page.wait_text("Your changes are not saved.").await?;
        no_findings(stage, &page).await?;
        page.click("link", "People").await?;
        page.wait_text("Your changes are not saved").await?;
        page.click("button", "Stay here").await?;
        assert_eq!(page.value("Server").await?, "sip.example.com");
        page.click("button", "Discard changes").await?;
        assert!(page.is_set("radio", "Simulated").await?);
        page.click("button", "Undo").await?;
        assert_eq!(page.value("Server").await?, "sip.example.com");
        Ok(())
    })
    .await;
}
