package pages

import "time"

func init() {
	moreViews = append(moreViews, func(time.Time) map[string]View {
		all := map[string]View{
			"forgot password":          Forgot{Kind: "password", User: hostile},
			"forgot password, empty":   Forgot{Kind: "password", Field: Field{Error: "forgot.empty"}},
			"forgot identifier":        Forgot{Kind: "identifier", Prefix: hostile, Number: hostile, Address: hostile},
			"forgot identifier, wrong": Forgot{Kind: "identifier", Field: Field{Error: "number.bad"}},
			"ways back":                BackWays{Kind: "password", Action: "/x", Mail: "a•••@b•••.ch", SMS: "•• •• 12"},
			"ways back, often":         BackWays{Kind: "password", Action: "/x", Mail: hostile, SMS: hostile, Field: Field{"forgot.often", 40}},
			"ways of the identifier":   BackWays{Kind: "identifier", Action: "/x", SMS: "•• •• 12"},
			"identifier sent":          BackSent{Again: "/x"},
			"new password":             NewPassword{Action: "/x"},
			"new password, short":      NewPassword{Action: "/x", Field: Field{Error: "password.short"}},
			"signin, reset":            SignIn{Reset: true},
			"failure back":             Failure{What: "back"},
		}
		for _, wrong := range []string{"", "sent.wrong", "sent.over"} {
			all["sent forgot "+wrong] = SentCode{What: "forgot", Where: hostile, Action: "/x", Again: "/y", Help: "/help", Field: Field{Error: wrong}}
		}
		return all
	})
}
