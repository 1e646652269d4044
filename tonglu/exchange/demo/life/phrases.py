"""What the people of the demo company write into forms, by the key of the question.

A text or value stands as it is, a tuple is chosen from; `{…}` is filled in by `filled`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Said = Mapping[str, Any]

COOLER: Said = {
    "found": "yes",
    "fault": ("灯管不亮，已报修", "下层结霜，制冷慢", "门封条老化，冷气跑得厉害"),
    "temperature": (2.5, 3.5, 4.0, 5.5, 7.0),
    "action": (["none"], ["clean"], ["talk"]),
    "note": ("第二层被竞品占了两格，已调回", "老板答应把冰柜挪到门口", "标签朝外重新理了一遍", "一切正常"),
}
RED: Said = {
    "cooler_has": ("yes", "yes", "yes", "no"),
    "fresh": ("good", "good", "half"),
    "fifo": ("yes", "yes", "no"),
    "posm_missing": ("跳跳卡 2 个", "货架条 1 米", "门贴褪色，换新", "价签夹 5 个"),
    "note": ("排面比上次多了两个面", "老板同意收银台放第二陈列"),
}
PATROL: Said = {
    "notice": ("unannounced", "unannounced", "announced"),
    "purpose": (
        ["distribution", "display", "rep"],
        ["distribution", "price", "competitor"],
        ["stock", "rep"],
    ),
    "indicators": "必备 SKU 铺货率 ≥ 90%，价签率 ≥ 85%，无过期品",
    "distribution_note": (
        "学校周边缺无糖茶；餐饮渠道铺得好",
        "冰红茶 500ml 多家断货，仓库说下周到",
        "新开两家便利店还没进",
    ),
    "price_disorder": ("no", "no", "no", "yes"),
    "outlet": ("景星街便利店", "重工社区食杂", "铁百对面超市"),
    "sku": ("茶山小令冰红茶 500ml", "果序可乐 500ml"),
    "price": (2.0, 2.2, 1.8),
    "promotion_running": ("yes", "yes", "no"),
    "promotion_note": ("买赠执行到位，海报三家缺失", "赠品有店主单卖，已当面纠正"),
    "expired_found": "no",
    "stock_level": ("right", "right", "short"),
    "line_kept": (4, 5, 5),
    "relations": (3, 4, 5),
    "truthful": (4, 5),
    "finding": ("冰红茶 500ml 断货", "三家价签缺失", "冰柜混放康岭", "后仓码放靠墙受潮"),
    "cause": ("仓库缺货", "理货一步被省掉", "老板不知道陈列协议", "新人不熟"),
    "measure": ("先用绿茶补排面，到货当天补送", "本周内补齐并拍照", "带协议去谈，附照片回传", "主任陪跑两天"),
    "brand": ("康岭", "远益", "虎力"),
    "note": ("买二赠一，持续到月底", "新上冰柜一台", "业务员当天在店"),
}
WELL: Said = {
    "display_note": ("多数店在视线层，个别被挤到底层", "冰柜满陈列，标签朝外，可以做样板"),
    "rep_note": ("店主叫得出他的名字，八步骤做到六步", "账实相符，价签要盯"),
    "summary": (
        "铺货稳住了，短板在价签和冰红茶断货；业务员节奏不错",
        "整体合格，餐饮渠道是亮点；两家大店竞品进攻，要盯",
    ),
}
BADLY: Said = {
    "display_note": ("堆头撤得早，只剩两家还在", "排面被康岭挤掉三分之一，货架没人理"),
    "rep_note": ("点库存图快，后仓没看", "老板说他坐十分钟就走，货没动过"),
    "summary": (
        "陈列下滑，问题在检查不到位；主任下周重点跟",
        "这片三周没人认真理货，排面丢了四分之一，限期整改",
    ),
}
COACHING: Said = {
    "focus": ("拿库存谈建议订单", "点后仓", "未成交的异议处理", "陈列标准"),
    "last_agreement": ("yes", "yes", "no"),
    "last_note": "上周请了一天假，练得少，本周补",
    "demonstrations": (2, 3, 4),
    "demonstrated": ("yes", "no", "no"),
    "note": ("点库存时漏了后仓", "问候自然，成交前没复述", "建议订单讲清了理由，老板当场加一箱", ""),
    "strong": ("和店主熟，进门先理货再说话", "算账清楚，老板信他的数", "动作快，一天二十六家不拖"),
    "improve": ("异议一来就让步，先问清原因", "后仓看得少", "收尾不约下次时间"),
    "agreed": ("每家店先报库存再报建议，录三段给我听", "每天至少两家谈第二陈列", "未成交的当天写清原因"),
}
SPOT_CHECK: Said = {
    "timely": ("within_24", "within_24", "within_24", "within_48", "later"),
    "late_cause": ("truck", "stock", "address"),
    "right": ("yes", "yes", "yes", "yes", "no"),
    "condition": "good",
    "satisfied": (3, 4, 4, 5, 5),
    "words": ("师傅帮着码到后仓，挺好", "下午才到，中午断了一阵", "单子和货对得上", "箱子压扁了一个，换了"),
    "follow": ("和仓库约定学校店十点前到", ""),
}
SATISFACTION: Said = {
    "why_product": "有两瓶瓶盖渗漏",
    "why_delivery": ("说好上午，下午才送", "少一箱，第二天才补"),
    "why_rep": "来得勤，但催单催得紧",
    "recommend": (6, 7, 8, 8, 9, 10),
    "best": ("断货补得快", "价格透明，不乱价", "业务员帮着理货", "新品卖得动"),
    "wish": ("冰红茶别再断货", "陈列奖励及时兑现", "多给几台冰柜", "小箱装，压货少"),
    "who": ("老板", "老板娘", "店长"),
}
MARKET: Said = {
    "area": ("铁西兴华街—景星街一带，约 20 家", "建设大路沿线便利店", "重工街农贸市场周边"),
    "facts": (
        "康岭冰红茶买二赠一，堆头约 2 平米，促销员每天 10 点到 19 点在场",
        "虎力新出 500ml 强化型，进价每箱低 6 元，送冰柜贴",
        "远益业务员挨家换陈列，给一箱货换收银台位置",
    ),
    "certainty": "seen",
    "severity": ("watch", "serious", "serious"),
    "customers": ("老板说走得快，先紧着他们的卖", "观望，等我们的政策"),
    "done": "拍照留底，已口头报给主任",
    "proposal": (
        "周末加一档试饮，冰红茶到货前主推绿茶",
        "收银台位置签陈列协议，按月兑付",
        "同规格跟一档买赠，限两周",
    ),
}
SURVEY: Said = {
    "kind": ("shopper", "shopper", "shopper", "owner"),
    "known": (["ours", "rival_a"], ["ours", "rival_a", "rival_b"], ["rival_a", "ours"]),
    "favourite": ("茶山小令", "康岭", "果序"),
    "ours_why": ("味道偏甜", "学校里买不到"),
    "wish": ("无糖的再多几个口味", "大瓶装方便分享", "热饮"),
    "trade_need": ("别断货", "冰柜和海报", "利润再高一点"),
    "spend": (4, 6, 9, 12),
    "monthly": (12, 18, 25),
}
WALK_IN: Said = {
    "time": ("09:40", "11:15", "14:30", "16:05"),
    "name": ("李女士", "小赵", "孟老板", "高先生"),
    "left_phone": "no",
    "no_phone_why": ("先看看，不愿留", "说会再来"),
    "need": ("公司活动要 40 箱水", "想开一家社区店，问进货条件", "婚宴用果汁 20 箱", "学校运动会用电解质水"),
    "referrer": "兴华街老周",
    "budget": (800, 1500, 3000, 12000),
    "level": ("h", "a", "b", "c"),
    "lost_why": "嫌起订量高",
    "next_step": ("call", "visit", "quote"),
}
DIARY: Said = {
    "task": ("堆头试饮 6 小时", "补货两次，换海报", "教新来的理货员做陈列", "清点赠品", "约店长谈周末档期"),
    "state": "done",
    "why": "人手不够",
    "talked": ("yes", "no"),
    "talk": "和配送员对了到货时间，周末九点前送到",
    "best": ("下午一家三口连买两提", "店长主动把堆头往外挪了一米", "试饮转化过半"),
    "lesson": ("赠品要当面清点再签字", "杯子带少了，下午停了半小时"),
    "done_when": ("开门前", "下班前"),
}
COMPLAINT: Said = {
    "who": "门店老板（电话见客户卡）",
    "kind": "delivery",
    "seen": (
        "约好上午送，下午三点才到，店里断货半天",
        "少送一箱，单子签了才发现",
        "车停门口挡了客人，和邻店吵起来",
    ),
    "words": ("你们再这样我就进康岭的货", "一箱不多，但每次都得我来追", "不是第一次了，要个说法"),
    "mood": ("upset", "angry"),
    "public_risk": "no",
    "cause": ("路线临时加了两家，没有通知", "装车时没有逐箱核对"),
    "whose": "us",
    "remedy": (["explain", "replace"], ["explain"]),
    "measures": ("当场道歉，今后学校周边排第一趟；次日补送并电话回访", "当天补送，司机与内勤对单后再签字"),
    "answered": ("partly", "waiting"),
    "prevention": "出车前核对单据，晚于约定一小时必须打电话",
}
REVIEW: Said = {
    "risk_seen": ("no", "no", "no", "yes"),
    "risk_note": "店面月底转让，货款每周结清",
    "trend": ("up", "same", "same", "down"),
    "why": "对面开了折扣店，客流少三成",
    "actions": ("谈收银台第二陈列", "无糖茶进场", "把堆头续一个月", "月结改半月结"),
    "collected": (2600, 3200, 4100),
    "sales": (2800, 3500, 4600),
    "overdue": (0, 0, 0, 620),
}
MACKAY: Said = {
    "name": ("{who}，街坊都叫他“老掌柜”", "{who}，喜欢人叫全名"),
    "company": "{shop}，老板",
    "office_address": "{address}",
    "home_area": ("店后小区", "兴华社区", "铁百附近"),
    "birth": ("三月初八，本地人", "1974 年冬，铁岭人", "1981 年 6 月，鞍山人"),
    "build": ("高个，戴眼镜，爱穿工装马甲", "爱笑，手腕上总挂一串钥匙"),
    "best_time": ("morning", "afternoon"),
    "consent": "no",
    "school": ("市三中，1992 年毕业", "轻工技校，1998 年"),
    "army": ("没当过", "当过三年汽车兵，在锦州"),
    "married": "married",
    "partner": ("老伴姓刘", "爱人小杨"),
    "partner_work": ("一起看店", "社区医院护士"),
    "career": ("以前在拖拉机厂开天车", "跑过十年货运"),
    "pride": ("墙上挂着街道发的诚信商户牌", "收银台后一张全家福"),
    "associations": ("街道个体商户协会", "无"),
    "knows_us": ("和老主任认识八年", "和上一任业务员常来往"),
    "relation_us": ("good", "plain"),
    "relation_why": "前年陈列费拖了两个月，提起来还有气",
    "company_view": "小店靠熟客，不求大",
    "long_goal": ("开第二家店给儿子", "把隔壁门市盘下来"),
    "short_goal": ("冬天把热饮做起来", "把烟证过户办好"),
    "societies": ("早市象棋摊", "广场合唱队"),
    "reading": ("手机看评书和新闻", "晚报"),
    "collects": ("老邮票", "烟标火花", "不收藏"),
    "drinks": ("little", "no"),
    "drink_which": "本地老白干，过节才喝",
    "smokes": ("no", "yes"),
    "lunch": ("对门鸡架面", "自己带饭"),
    "dishes": ("爱吃酸菜炖粉条，不吃香菜", "清淡，血糖要注意自己提过"),
    "mind_treat": ("yes", "no"),
    "hobby": ("浑河边钓鱼", "下象棋", "养花"),
    "sport": ("看辽篮，一场不落", "看乒乓球"),
    "self_image": "实在、说话算数",
    "moral": ("答应的日子一定要到，差一天他就记一年", "价格当面说清，不绕弯"),
    "owes": ("yes", "no"),
    "owes_what": "去年他家漏水，业务员帮着搬了一下午货",
    "change_habit": ("no", "yes"),
    "others_opinion": ("yes", "no"),
    "focus": ("people", "work"),
    "problem": ("对面开了折扣店", "进货压资金，月底紧"),
    "help": ("把周转慢的六个品换掉，少压一半货；康岭只会送冰柜", "账期放到半月，他就肯上新品"),
}
ISSUE: Said = {
    "title": ("冰红茶 500ml 连续断货", "自检得分普遍高于抽查 10 分以上"),
    "found_at": ("data", "audit"),
    "area": ("delivery", "display"),
    "seen": ("近两周必备检查缺货率由 3% 升到三成，三个营业所都有", "抽查 12 家，5 家自检比抽查高 10 分以上"),
    "severity": (4, 5),
    "repeated": "no",
    "why": ("灌装线改造，备货只够五天，预警没人看", "自检照片不核对，打分凭印象"),
    "measure": ("总仓每周一报可用天数", "主任每周抽三家对照片", "到货先保学校和便利店"),
    "state": "open",
}


def filled(said: Said, **places: str) -> dict[str, Any]:
    """The same with the places of its texts filled in."""
    return {key: _in(value, places) for key, value in said.items()}


def _in(value: Any, places: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(places) if "{" in value else value
    return tuple(_in(one, places) for one in value) if isinstance(value, tuple) else value
