"""What a person reads on the screen: rich renderables of answers, verdicts and assumptions."""
