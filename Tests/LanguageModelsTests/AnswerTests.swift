internal import LanguageModels
internal import StubServer
internal import Testing

/// What is made of answers, whole and streamed.
@Suite struct AnswerTests {
  struct Case: Sendable {
    var provider: ProviderName
    var model: String?
    var answer: Answer
    var streams = false
    var text = ""
    var finish: Completion.Finish = .complete
    var input = 0
    var output = 0
  }

  static func chat(_ choice: String, _ more: String = "") -> Answer {
    .json(
      #"{"id":"c1","object":"chat.completion","model":"m-1","choices":[\#(choice)]\#(more),"usage":{"prompt_tokens":20,"completion_tokens":7}}"#
    )
  }

  static func claude(_ content: String, _ reason: String) -> Answer {
    .json(
      #"{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5","content":[\#(content)],"stop_reason":"\#(reason)","usage":{"input_tokens":15,"cache_creation_input_tokens":3,"cache_read_input_tokens":2,"output_tokens":7}}"#
    )
  }

  static func gemini(_ body: String) -> Answer {
    .json(
      #"{\#(body)"usageMetadata":{"promptTokenCount":20,"candidatesTokenCount":4,"thoughtsTokenCount":3},"modelVersion":"gemini-3.5-flash"}"#
    )
  }

  static func converse(_ content: String, _ reason: String) -> Answer {
    .json(
      #"{"output":{"message":{"role":"assistant","content":[\#(content)]}},"stopReason":"\#(reason)","usage":{"inputTokens":20,"outputTokens":7,"totalTokens":27},"metrics":{"latencyMs":1}}"#
    )
  }

  static func responses(_ status: String, _ content: String, _ more: String = "") -> Answer {
    .json(
      #"{"id":"r1","status":"\#(status)"\#(more),"model":"o3-pro","output":[{"type":"reasoning","summary":[]},{"type":"message","content":[\#(content)]}],"usage":{"input_tokens":20,"output_tokens":7}}"#
    )
  }

  static let said = #"{"index":0,"message":{"role":"assistant","content":"{\"a\":1}","refusal":null},"finish_reason":"stop"}"#

  static let cases: [Case] = [
    // OpenAI's form
    Case(provider: .openai, answer: chat(said), text: #"{"a":1}"#, input: 20, output: 7),
    Case(
      provider: .openai, answer: chat(#"{"message":{"content":"{\"a\":","refusal":null},"finish_reason":"length"}"#), text: #"{"a":"#,
      finish: .truncated, input: 20, output: 7),
    Case(
      provider: .openai, answer: chat(#"{"message":{"content":null,"refusal":"I cannot."},"finish_reason":"stop"}"#),
      finish: .refused("I cannot."), input: 20, output: 7),
    Case(
      provider: .openai, answer: chat(#"{"message":{"content":null},"finish_reason":"content_filter"}"#), finish: .filtered(nil), input: 20,
      output: 7),
    Case(
      provider: .azure,
      answer: chat(
        #"{"finish_reason":"content_filter","content_filter_results":{"hate":{"filtered":false},"self_harm":{"filtered":true,"severity":"high"}}}"#
      ),
      finish: .filtered("self_harm"), input: 20, output: 7),
    Case(
      provider: .azure,
      answer: .json(
        #"{"error":{"message":"The response was filtered","type":null,"param":"prompt","code":"content_filter","status":400,"innererror":{"code":"ResponsibleAIPolicyViolation","content_filter_result":{"sexual":{"filtered":true,"severity":"medium"}}}}}"#,
        status: 400), finish: .filtered("sexual")),
    Case(
      provider: .mistral,
      answer: chat(
        #"{"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]},{"type":"text","text":"{\"a\""},{"type":"text","text":":1}"}]},"finish_reason":"stop"}"#
      ), text: #"{"a":1}"#, input: 20, output: 7),
    Case(
      provider: .mistral, answer: chat(#"{"message":{"content":"x"},"finish_reason":"model_length"}"#), text: "x", finish: .truncated,
      input: 20,
      output: 7),
    Case(
      provider: .compatible,
      answer: chat(#"{"message":{"content":"{\"a\":1}","reasoning_content":"thinking aloud"},"finish_reason":"stop"}"#, #","timings":{}"#),
      text: #"{"a":1}"#, input: 20, output: 7),
    Case(
      provider: .compatible, answer: chat(#"{"message":{"content":"<think>\nhm\n</think>\n\n{\"a\":1}"},"finish_reason":"stop"}"#),
      text: #"{"a":1}"#, input: 20, output: 7),
    // OpenAI's responses
    Case(
      provider: .openai, model: "o3-pro", answer: responses("completed", #"{"type":"output_text","text":"{\"a\":1}"}"#), text: #"{"a":1}"#,
      input: 20,
      output: 7),
    Case(
      provider: .openai, model: "o3-pro", answer: responses("completed", #"{"type":"refusal","refusal":"No."}"#), finish: .refused("No."),
      input: 20,
      output: 7),
    Case(
      provider: .openai, model: "o3-pro",
      answer: responses(
        "incomplete", #"{"type":"output_text","text":"{"}"#, #","incomplete_details":{"reason":"max_output_tokens"}"#), text: "{",
      finish: .truncated,
      input: 20, output: 7),
    Case(
      provider: .openai, model: "o3-pro",
      answer: responses("incomplete", "", #","incomplete_details":{"reason":"content_filter"}"#), finish: .filtered(nil), input: 20,
      output: 7),
    // Anthropic
    Case(
      provider: .anthropic,
      answer: claude(#"{"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"{\"a\":1}"}"#, "end_turn"),
      text: #"{"a":1}"#, input: 20, output: 7),
    Case(
      provider: .anthropic, answer: claude(#"{"type":"text","text":"{"}"#, "max_tokens"), text: "{", finish: .truncated, input: 20,
      output: 7),
    Case(
      provider: .anthropic, answer: claude(#"{"type":"text","text":"{"}"#, "model_context_window_exceeded"), text: "{", finish: .truncated,
      input: 20,
      output: 7),
    Case(provider: .anthropic, answer: claude("", "refusal"), finish: .refused(nil), input: 20, output: 7),
    // Ollama
    Case(
      provider: .ollama,
      answer: .json(
        #"{"model":"qwen3:8b","message":{"role":"assistant","content":"{\"a\":1}","thinking":"hm"},"done":true,"done_reason":"stop","prompt_eval_count":20,"eval_count":7}"#
      ), text: #"{"a":1}"#, input: 20, output: 7),
    Case(
      provider: .ollama,
      answer: .json(#"{"model":"q","message":{"content":"{"},"done":true,"done_reason":"length","prompt_eval_count":20,"eval_count":7}"#),
      text: "{", finish: .truncated, input: 20, output: 7),
    // Gemini
    Case(
      provider: .gemini,
      answer: gemini(
        #""candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"{\"a\""},{"text":":1}"}],"role":"model"},"finishReason":"STOP"}],"#
      ),
      text: #"{"a":1}"#, input: 20, output: 7),
    Case(
      provider: .gemini, answer: gemini(#""candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS"}],"#), finish: .truncated,
      input: 20,
      output: 7),
    Case(
      provider: .gemini, answer: gemini(#""candidates":[{"finishReason":"SAFETY"}],"#), finish: .filtered("SAFETY"), input: 20, output: 7),
    Case(provider: .gemini, answer: gemini(#""candidates":[{"finishReason":"SPII"}],"#), finish: .filtered("SPII"), input: 20, output: 7),
    Case(
      provider: .gemini, answer: gemini(#""promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"#),
      finish: .filtered("PROHIBITED_CONTENT"), input: 20,
      output: 7),
    // Bedrock
    Case(
      provider: .bedrock, answer: converse(#"{"reasoningContent":{"reasoningText":{"text":"hm"}}},{"text":"{\"a\":1}"}"#, "end_turn"),
      text: #"{"a":1}"#,
      input: 20, output: 7),
    Case(provider: .bedrock, answer: converse(#"{"text":"{"}"#, "max_tokens"), text: "{", finish: .truncated, input: 20, output: 7),
    Case(
      provider: .bedrock, answer: converse(#"{"text":"blocked"}"#, "guardrail_intervened"), text: "blocked", finish: .filtered("guardrail"),
      input: 20,
      output: 7),
    Case(provider: .bedrock, answer: converse("", "content_filtered"), finish: .filtered(nil), input: 20, output: 7),
    // streams
    Case(
      provider: .openai,
      answer: .events(
        """
        data: {"model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"finish_reason":null}]}

        data: {"model":"m-1","choices":[{"index":0,"delta":{"content":"{\\"a\\""},"finish_reason":null}]}

        data: {"model":"m-1","choices":[{"index":0,"delta":{"content":":\\"é\\"}"},"finish_reason":null}]}

        data: {"model":"m-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"model":"m-1","choices":[],"usage":{"prompt_tokens":20,"completion_tokens":7}}

        data: [DONE]


        """), streams: true, text: #"{"a":"é"}"#, input: 20, output: 7),
    Case(
      provider: .mistral,
      answer: .events(
        """
        data: {"model":"m","choices":[{"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}]},"finish_reason":null}]}

        data: {"model":"m","choices":[{"delta":{"content":[{"type":"text","text":"{}"}]},"finish_reason":null}]}

        data: {"model":"m","choices":[{"delta":{"content":""},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":7}}

        data: [DONE]


        """), streams: true, text: "{}", input: 20, output: 7),
    Case(
      provider: .openai, model: "o3-pro",
      answer: .events(
        """
        event: response.created
        data: {"type":"response.created","response":{"status":"in_progress"}}

        event: response.output_text.delta
        data: {"type":"response.output_text.delta","delta":"{}"}

        event: response.completed
        data: {"type":"response.completed","response":{"status":"completed","model":"o3-pro","output":[{"type":"message","content":[{"type":"output_text","text":"{}"}]}],"usage":{"input_tokens":20,"output_tokens":7}}}


        """), streams: true, text: "{}", input: 20, output: 7),
    Case(
      provider: .anthropic,
      answer: .events(
        """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","model":"claude-sonnet-5","content":[],"usage":{"input_tokens":15,"cache_read_input_tokens":5,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""} }

        event: ping
        data: {"type": "ping"}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}       }

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}    }

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"{\\"a\\""}  }

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":":1}"}          }

        event: content_block_stop
        data: {"type":"content_block_stop","index":1             }

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":7}   }

        event: message_stop
        data: {"type":"message_stop"   }


        """), streams: true, text: #"{"a":1}"#, input: 20, output: 7),
    Case(
      provider: .ollama,
      answer: .stream(
        [
          Array(#"{"model":"q","message":{"content":"{\"a"},"done":false}"#.utf8), Array("\n".utf8),
          Array(#"{"model":"q","message":{"content":"\":1}"},"done":false}"#.utf8),
          Array(
            "\n{\"model\":\"q\",\"message\":{\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":20,\"eval_count\":7}\n"
              .utf8),
        ], type: "application/x-ndjson"), streams: true, text: #"{"a":1}"#, input: 20, output: 7),
    Case(
      provider: .gemini,
      answer: .events(
        """
        data: {"candidates":[{"content":{"parts":[{"text":"{\\"a\\""}],"role":"model"}}],"usageMetadata":{"promptTokenCount":20}}

        data: {"candidates":[{"content":{"parts":[{"text":":1}"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":20,"candidatesTokenCount":7}}


        """), streams: true, text: #"{"a":1}"#, input: 20, output: 7),
    // a server that was asked for a stream and gives all at once, and one that says nothing of its type
    Case(provider: .compatible, answer: chat(said), streams: true, text: #"{"a":1}"#, input: 20, output: 7),
    Case(
      provider: .compatible,
      answer: .bytes(Array(#"  {"choices":[\#(said)],"usage":{"prompt_tokens":20,"completion_tokens":7}}"#.utf8), type: nil),
      text: #"{"a":1}"#,
      input: 20, output: 7),
  ]

  @Test(arguments: cases) func `The answer is this`(wanted: Case) async throws {
    let (result, streamed, _) = try await Asking.outcome(wanted.provider, wanted.answer, model: wanted.model, streams: wanted.streams)
    let completion = try result.get()
    #expect(completion.text == wanted.text)
    #expect(completion.finish == wanted.finish)
    #expect(completion.usage.input == wanted.input)
    #expect(completion.usage.output == wanted.output)
    if wanted.streams { #expect(streamed == wanted.text) }
  }

  /// The chunks may be cut anywhere, in the middle of a character too.
  @Test func `A stream byte by byte`() async throws {
    let text = "data: {\"choices\":[{\"delta\":{\"content\":\"Évian 😀\"},\"finish_reason\":\"stop\"}]}\r\n\r\ndata: [DONE]\r\n\r\n"
    let (result, streamed, _) = try await Asking.outcome(.openai, .stream(text.utf8.map { [$0] }), streams: true)
    #expect(try result.get().text == "Évian 😀")
    #expect(streamed == "Évian 😀")
  }

  @Test func `What a call costs`() async throws {
    #expect(try await Asking.outcome(.openai, Self.chat(Self.said)).0.get().usage.costUSD == (20 * 0.75 + 7 * 4.5) / 1_000_000)
    #expect(try await Asking.outcome(.compatible, Self.chat(Self.said)).0.get().usage.costUSD == 0)
    #expect(try await Asking.outcome(.azure, Self.chat(Self.said)).0.get().usage.costUSD == nil)
    #expect(try await Asking.outcome(.openai, Self.chat(Self.said), model: "gpt-99").0.get().usage.costUSD == nil)
  }

  @Test func `Ollama that read only the end of the prompt is not believed`() async throws {
    let request = CompletionRequest(
      messages: [Message(.user, String(repeating: "mot ", count: 4000))], schema: nil, maximumOutputTokens: 100)
    let answer = Answer.json(#"{"message":{"content":"{}"},"done":true,"done_reason":"stop","prompt_eval_count":1500,"eval_count":2}"#)
    let (result, _, _) = try await Asking.outcome(.ollama, answer, request: request)
    #expect(throws: LanguageModelError.self) { try result.get() }
    if case .failure(let error) = result { #expect(error.code == .tooLong) }
  }

  @Test func `A compatible server is asked for its model and its context`() async throws {
    let server = try StubServer { request, _ in
      switch request.target {
      case "/v1/models": .json(#"{"object":"list","data":[{"id":"notes-7b","owned_by":"llamacpp","meta":{"n_ctx_train":32768}}]}"#)
      case "/props": .json(#"{"default_generation_settings":{"n_ctx":16384},"total_slots":1}"#)
      default: Self.chat(Self.said)
      }
    }
    defer { server.stop() }
    let model = try await LanguageModels.make(
      ModelSelection(provider: .compatible, baseURL: server.url), environment: [:], keys: NoKeys(), http: Asking.client,
      time: TestClock().time)
    #expect(model.model == "notes-7b")
    #expect(model.capabilities.contextTokens == 16_384)
    #expect(try await model.complete(Asking.request, onText: nil).text == #"{"a":1}"#)
  }
}
