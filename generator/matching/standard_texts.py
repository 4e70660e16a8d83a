"""The reply texts of the standards, which any server may send: their words don't identify the product."""

STANDARD_TEXTS = (
    # RFC 5321, 4.2.3
    "System status, or system help reply",
    "Help message",
    "Service ready",
    "Service closing transmission channel",
    "Requested mail action okay, completed",
    "User not local; will forward to",
    "Cannot VRFY user, but will accept message and attempt delivery",
    "Start mail input; end with <CRLF>.<CRLF>",
    "Service not available, closing transmission channel",
    "Requested mail action not taken: mailbox unavailable",
    "Requested action aborted: local error in processing",
    "Requested action aborted: error in processing",
    "Requested action not taken: insufficient system storage",
    "Server unable to accommodate parameters",
    "Syntax error, command unrecognized",
    "Syntax error in parameters or arguments",
    "Command not implemented",
    "Bad sequence of commands",
    "Command parameter not implemented",
    "Requested action not taken: mailbox unavailable",
    "User not local; please try",
    "Requested mail action aborted: exceeded storage allocation",
    "Requested action not taken: mailbox name not allowed",
    "Transaction failed",
    "No SMTP service here",
    "MAIL FROM/RCPT TO parameters not recognized or not implemented",
    # RFC 1870, 6.1
    "Message size exceeds fixed maximum message size",
    # RFC 3207, 4
    "TLS not available due to temporary reason",
    "Must issue a STARTTLS command first",
    # RFC 4954, 6
    "Authentication succeeded",
    "A password transition is needed",
    "Temporary authentication failure",
    "Authentication required",
    "Authentication mechanism is too weak",
    "Authentication credentials invalid",
    "Encryption required for requested authentication mechanism",
    # RFC 7504, 3
    "Domain does not accept mail",
)
