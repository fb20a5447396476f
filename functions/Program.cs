Console.WriteLine("ChatPay");
