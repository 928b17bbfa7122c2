"""Manba as the model of a chat client: requests and answers in the form of OpenAI's chat completions."""
