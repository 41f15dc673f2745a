require "net/smtp"

module Post
  # Sends a letter.
  class Mailer
    def initialize(host)
      @host = host
      @sent = 0
    end

    def send(letter)
      body = <<~TEXT
        def nothing
        end
      TEXT
      Net::SMTP.start(@host) { |smtp| smtp.send_message(body, letter.from, letter.to) }
      @sent += 1
    end
  end
end
