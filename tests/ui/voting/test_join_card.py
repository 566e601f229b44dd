"""The card leads to the vote of the app that the page came from."""

from __future__ import annotations

import pytest
import segno

from facevae.ui.voting.join_card import join_card, short, vote_link


@pytest.mark.parametrize(
    ("address", "link", "typed"),
    [
        ("http://192.168.1.5:7860/", "http://192.168.1.5:7860/vote", "192.168.1.5:7860/vote"),
        ("http://lab.local:7860", "http://lab.local:7860/vote", "lab.local:7860/vote"),
        (
            "https://faces.example.org/app/?tab=age#face=1",
            "https://faces.example.org/app/vote",
            "faces.example.org/app/vote",
        ),
        (
            "https://faces.example.org:8443/",
            "https://faces.example.org:8443/vote",
            "https://faces.example.org:8443/vote",
        ),
        ("http://me:secret@10.0.0.7/", "http://10.0.0.7/vote", "10.0.0.7/vote"),
        ("http://[fe80::1]:7860/", "http://[fe80::1]:7860/vote", "[fe80::1]:7860/vote"),
    ],
)
def test_the_vote_lies_beside_the_page(address, link, typed):
    assert vote_link(address) == link
    assert short(link) == typed


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "0.0.0.0", "app.localhost"])
def test_an_address_that_leads_a_phone_to_itself_is_refused(host):
    with pytest.raises(ValueError, match="is the phone: open this page by the machine's name"):
        join_card(f"http://{host}:7860/")


@pytest.mark.parametrize(
    "address", ["", "192.168.1.5", "ftp://a/", "http://", "http://[", "javascript:alert(1)", None, 7]
)
def test_what_is_no_web_address_is_refused(address):
    with pytest.raises(ValueError, match=r"^A web address of at most 200 characters is needed\.$"):
        join_card(address)


def test_an_address_that_is_too_long_is_refused():
    join_card("http://a/" + 191 * "b")
    with pytest.raises(ValueError, match="200"):
        join_card("http://a/" + 192 * "b")


def test_the_card_holds_the_code_of_the_link_and_the_address():
    card = join_card("http://192.168.1.5:7860/?tab=age")
    code = segno.make_qr("http://192.168.1.5:7860/vote", error="m")
    path = code.svg_inline(border=4).split(' d="')[1].split('"')[0]
    assert path in card
    assert f'viewBox="0 0 {code.symbol_size()[0]} {code.symbol_size()[0]}"' in card
    assert 'aria-label="QR code of http://192.168.1.5:7860/vote"' in card
    assert ">192.168.1.5:7860/vote</figcaption>" in card


def test_an_address_cannot_bring_html_along():
    assert "<script>" not in join_card('http://a/"><script>')
